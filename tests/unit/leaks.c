/*
 * What the leak checker finds in libraries: not ours to mend. libconfig 1.5 loses a few bytes at a
 * syntax error, libcriterion 2.4 now and then 48 bytes of its own.
 */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so\nleak:libcriterion.so\n";
}
