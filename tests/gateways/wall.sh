# The hook `wall`, on the tests' own terminal, and `duty`, which answers from there.

begin_wall() {
    # script(1) makes a terminal, and shows in the file what appears on it.
    start terminal script -qfc "tty >$dir/terminal.name; mesg y 2>/dev/null; exec sleep 600" "$dir/terminal"
    wait_for "a terminal" test -s "$dir/terminal.name"
    local line
    line=$(sed 's,^/dev/,,' "$dir/terminal.name")
    chmod g+w "/dev/$line"
    printf '[7] [%05d] [%-4s] [%-8s] [%-12s] [%-20s] [%-15s] [%s]\n' $$ "${line##*/}" wade "$line" localhost 0.0.0.0 \
        '2026-11-23T10:15:00,000000+00:00' | utmpdump -r >"$dir/utmp"
}

test_wall_from_page_to_acknowledgement() {
    local n code
    n=$(report wall 'smell of gas, 赵敏 😀 "x" $(id) `id`')
    wait_for "page-sent" entries_have "$n" page-sent "gateway=pts/"
    has "$dir/terminal" 'smell of gas, 赵敏 😀 "x" $(id) `id`' || fail "not on the terminal"
    has "$dir/terminal" "*** PAGE for wade" || fail "for whom?"
    code=$(sed -n 's/^To take it: duty ACK code=\([0-9]\{4\}\).*/\1/p' "$dir/terminal" | tail -n 1)
    expect_has "duty" "250 acked incident=$n" "$(duty_says "ACK code=$code person=wade on my way")"
    state_is "$n" acked || fail "it is not acknowledged"
    expect_has "by whom" "by=wade" "$(entries "$n" ack)"
}

# duty_says COMMAND: by the peer's uid, which here is the service's
duty_says() {
    # shellcheck disable=SC2086
    "$hooks/../bin/duty" -p gateway -s "$dir/socket" $1
}

# No escape sequence in a caller's words reaches the terminal. The environment's language is the one
# that dutyd gives its hooks.
test_wall_control_characters() {
    local out
    out=$(unset LC_ALL && LANG=C.UTF-8 DUTY_TO=wade DUTY_NAME=$'W\e[2J' DUTY_CODE='' DUTY_TEXT=$'one\e]0;title\a\xc2\x9b2J two\nthree' DUTYD_HOOK_WALL_UTMP=$dir/utmp "$hooks/wall")
    expect_has "the terminal" "pts/" "$out"
    wait_for "the page" has "$dir/terminal" 'one ]0;title  2J two three'
    ! grep -q $'\e' "$dir/terminal" || fail "an escape"
    ! LC_ALL=C grep -q $'\xc2\x9b' "$dir/terminal" || fail "an escape in one character"
}

test_wall_nobody_takes_messages() {
    local code=0 line
    line=$(cat "$dir/terminal.name")
    chmod g-w "$line"
    out=$(DUTY_TO=wade DUTY_TEXT=x DUTYD_HOOK_WALL_UTMP=$dir/utmp "$hooks/wall" 2>&1) || code=$?
    chmod g+w "$line"
    expect "mesg n" 69 "$code"
    expect_has "mesg n" "no terminal of wade accepts messages" "$out"
}

test_duty_says_how_it_went() {
    local code=0 out
    expect_has "a reply of many lines" "250 " "$(duty_says "LIST")"
    out=$(duty_says "ACK 99 person=wade") || code=$?
    expect "refused: $out" 1 "$code"
    expect_has "why" "554 there is no incident" "$out"
    code=0
    out=$("$hooks/../bin/duty" -p wade -s "$dir/socket" LIST) || code=$?
    expect "not its own login: $out" 1 "$code"
    expect_has "why" "535 " "$out"
    code=0
    "$hooks/../bin/duty" -s "$dir/nobody" LIST 2>/dev/null || code=$?
    expect "no daemon" 75 "$code"
}
