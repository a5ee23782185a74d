# The checks and tests of ./dev test, which sources this. Every check and test program adds to the
# counts of the last line.

passed=0 failed=0
pattern=
child= # the running test program

# tally NAME PASSED FAILED
tally() {
    passed=$((passed + $2)) failed=$((failed + $3))
    printf '%-28s %5d passed %4d failed\n' "$1" "$2" "$3"
}

# check NAME COMMAND...: one check, passed or failed
check() {
    local name=$1 log=$state/log/$1.log
    shift
    if "$@" >"$log" 2>&1 </dev/null; then
        tally "$name" 1 0
    else
        cat "$log"
        tally "$name" 0 1
    fi
}

check_format() {
    find "$src" \( -name .run -o -name 'build*' \) -prune -o -name '*.[ch]' -print0 | xargs -0 clang-format --dry-run -Werror
}

# All scripts are free of syntax errors, and those used on duty of what shellcheck finds.
check_scripts() {
    local file
    for file in "$src"/{dev,.ci/run,etc/hooks/*,etc/bin/*,sql/*.sh,tests/{floors,immunity,*.sh},tests/bench/*.sh,tests/gateways/*}; do
        case $(head -n 1 "$file") in
        *perl) perl -wc "$file" || return 1 ;;
        *) bash -n "$file" || return 1 ;;
        esac
    done
    grep -l '^#!/bin/sh' "$src"/etc/hooks/* "$src"/etc/bin/* | xargs shellcheck
}

checks() {
    check format check_format
    check floors "$src/tests/floors" "$src"
    check floors-self-test "$src/tests/floors" --self-test
    check immunity "$src/tests/immunity" "$src"
    check immunity-self-test "$src/tests/immunity" --self-test
    check scripts check_scripts
}

# The counts that a test program prints: Criterion's last line, or "N passed, M failed".
read_counts() {
    awk '
    match($0, /Tested: [0-9]+ \| Passing: [0-9]+/) {
        split(substr($0, RSTART, RLENGTH), word, " ")
        good += word[5]; bad += word[2] - word[5]; seen = 1
    }
    /^[0-9]+ passed, [0-9]+ failed/ { good += $1; bad += $3; seen = 1 }
    END { if (!seen) exit 1; print good + 0, bad + 0 }' "$1"
}

# runner NAME COMMAND...: a test program, run in the source tree by the unprivileged user
runner() {
    local name=$1 log=$state/log/$1.log code=0 counts good=0 bad=1
    shift
    # In the background, so that a signal to this script does not wait for it to end. The limit is for
    # programs that hang, on however slow a machine.
    (cd "$src" && exec "${as[@]}" timeout -k 10 1800 "$@" >"$log" 2>&1 </dev/null 9>&-) &
    child=$!
    wait "$child" || code=$?
    child=
    if counts=$(read_counts "$log"); then
        read -r good bad <<<"$counts"
    fi
    if [ "$code" != 0 ] && [ "$bad" = 0 ]; then
        bad=1
        echo "$name ended with $code" >>"$log"
    fi
    if [ $((good + bad)) = 0 ] && [ -z "$pattern" ]; then
        bad=1
        echo "$name ran no test" >>"$log"
    fi
    if [ "$bad" != 0 ]; then
        grep -a '^\[\(----\|FAIL\)\|runtime error:\|^==[0-9]*==' "$log" || tail -n 100 "$log"
        echo "the whole output: $log"
    fi
    tally "$name" "$good" "$bad"
}

# run_documents TALK SUFFIX: the conversations in the documentation are true
run_documents() {
    local blocks=$state/documents scripts=()
    rm -rf "$blocks"
    mkdir -p "$blocks"
    mapfile -t scripts < <(cd "$src" && sh tests/talk/extract "$blocks" README.md docs/*.md | grep "$pattern")
    chmod -R a+rX "$blocks"
    [ ${#scripts[@]} = 0 ] || runner "documents$2" "$1" -c "$src/tests/talk" "${scripts[@]}"
}

# run_programs BUILD SUFFIX: all test programs that need no database
run_programs() {
    local dir=$state/$1/tests suffix=$2 program scripts=()
    runner "unit$suffix" "$dir/unit" ${pattern:+--filter "*$pattern*"}
    mapfile -t scripts < <(find "$src/tests/talk" -name "*$pattern*.talk" | sort)
    [ ${#scripts[@]} = 0 ] || runner "talk$suffix" "$dir/talk" "${scripts[@]}"
    run_documents "$dir/talk" "$suffix"
    [ -z "$pattern" ] || return 0
    # Under the sanitizers a seed takes five times as long: they get a third of the seeds.
    [ -z "$suffix" ] || runner "sim$suffix" "$dir/sim" 1 40
    runner sim "$state/test/tests/sim"
    for program in "$dir"/corpus_*; do
        [ ! -x "$program" ] || [ -d "$program" ] ||
            runner "${program##*/}$suffix" "$program" "$src/tests/fuzz/corpus/${program##*/corpus_}"
    done
}

run_check() {
    need_packages clang-format shellcheck gcc
    choose_state
    checks
    [ "$failed" = 0 ]
}

run_test() {
    local quick=no
    while [ $# -gt 0 ]; do
        case $1 in
        --quick) quick=yes ;;
        -*) die "test: what is $1? (./dev help)" ;;
        *) pattern=$1 ;;
        esac
        shift
    done
    need_packages "${run_packages[@]}" "${test_packages[@]}"
    choose_state
    take_lock test
    trap stop_tests EXIT
    trap 'exit 130' INT TERM
    export DUTYD_SOURCE_ROOT=$src
    [ -n "$pattern" ] || checks
    if (build test -Dwerror=true); then
        [ -n "$pattern" ] || check floors-objects "$src/tests/floors" "$src" "$state/test/daemon"
    else
        tally build 0 1
    fi
    if [ $quick = no ]; then
        # Without werror: under the sanitizers gcc has false warnings.
        (build asan -Doptimization=1 -Db_sanitize=address,undefined -Db_lundef=false) ||
            tally "build (sanitized)" 0 1
        export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1
        export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
        run_programs asan " (sanitized)"
    else
        run_programs test ""
    fi
    if [ -x "$state/test/tests/pg" ]; then
        own "$state/t"
        pg_start "$state/t"
        pg_tests
        gateway_tests
    else
        tally pg 0 1
    fi
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" = 0 ]
}

stop_tests() {
    trap '' INT TERM HUP PIPE
    set +e
    [ -z "$child" ] || kill "$child" 2>/dev/null || true
    pg_stop "$state/t"
}

pg_tests() {
    export DUTYD_TEST_CONNINFO="host=$state/t/pgsock port=5432 user=postgres dbname=postgres"
    export DUTYD_TEST_PROGRAM=$state/test/daemon/dutyd DUTYD_TEST_PGDATA=$state/t/pg DUTYD_TEST_PGBIN=$pgbin
    # One at a time: some change settings of the whole cluster.
    runner pg "$state/test/tests/pg" -j1 ${pattern:+--filter "*$pattern*"}
}

# The gateways are real programs from Debian, unpacked under .run/.
gateway_tests() {
    [ -z "$pattern" ] || [ "$pattern" = gateways ] || grep -q "^test_[a-z0-9_]*$pattern" "$src"/tests/gateways/*.sh || return 0
    if ! bash "$src/tests/gateways/fetch" "$state/gateways" >"$state/log/gateways-fetch.log" 2>&1 </dev/null; then
        tail -n 20 "$state/log/gateways-fetch.log"
        tally gateways 0 1
        return
    fi
    export DUTYD_TEST_GATEWAYS=$state/gateways
    runner gateways tests/gateways/run "$pattern"
}
