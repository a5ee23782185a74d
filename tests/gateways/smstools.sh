# smstools 3, with the tests' own modem (modem).

begin_smstools() {
    mkdir -p "$dir"/smstools/{outgoing,checked,incoming,sent,failed,report} "$dir/modem/in"
    : >"$dir/modem/sent"
    start modem "$here/modem" "$modem_port" "$dir/modem"
    # smsd accepts only a program without arguments.
    printf '#!/bin/sh\nexec %s "$@"\n' "$smstools_receive" >"$dir/smstools/eventhandler"
    chmod +x "$dir/smstools/eventhandler"
    cat >"$dir/smstools/smsd.conf" <<END
devices = GSM1
outgoing = $dir/smstools/outgoing
checked = $dir/smstools/checked
incoming = $dir/smstools/incoming
sent = $dir/smstools/sent
failed = $dir/smstools/failed
report = $dir/smstools/report
logfile = $dir/smstools/log
infofile = $dir/smstools/working
pidfile = $dir/smstools/pid
delaytime = 1
delaytime_mainprocess = 1
errorsleeptime = 1
blocktime = 2
loglevel = 6
eventhandler = $dir/smstools/eventhandler
[GSM1]
device = @127.0.0.1:$modem_port
incoming = yes
init = ATE0
END
    wait_for "the modem" listens "$modem_port"
    start_smstools
}

# With -t it does not go into the background, where `stop` would not find it. What one that was killed
# leaves would keep the next from starting.
start_smstools() {
    rm -f "$dir/smstools/working" "$dir/smstools/pid"
    gateway start smsd smsd -t "-c$dir/smstools/smsd.conf"
    wait_while smsd "smsd to be at work" test -s "$dir/smstools/pid"
}

# modem_gets NUMBER TEXT
modem_gets() {
    local name=$RANDOM$RANDOM
    printf '%s\n%s' "$1" "$2" >"$dir/modem/$name"
    mv "$dir/modem/$name" "$dir/modem/in/$name"
}

test_smstools_from_page_to_acknowledgement() {
    local n text='smell of gas, 赵敏 😀 "x" $(id)' line
    n=$(report smstools "$text")
    wait_for "the message" has "$dir/modem/sent" "$text"
    line=$(grep -F "$text" "$dir/modem/sent")
    expect "to whom" +8613800000002 "${line%% *}"
    wait_for "page-sent" entries_have "$n" page-sent gateway=dutyd-
    wait_for "the delivery report" receipt_is "$n" sam delivered
    expect_has "SHOW" "report=delivered" "$(ask zoe "SHOW $n" | grep 'callout person=sam')"
    state_is "$n" open || fail "delivered is not acknowledged"
    modem_gets +8613800000002 " $(cut -d ' ' -f 2 <<<"$line") n 来不了"
    wait_for "the answer" entries_have "$n" decline by=sam
    n=$(report smstools "in plain ASCII \$HOME [@_{}~]|^")
    wait_for "the second message" has "$dir/modem/sent" '$HOME [@_{}~]|^'
    line=$(grep -F '$HOME' "$dir/modem/sent")
    modem_gets +8613800000002 "OK $(cut -d ' ' -f 2 <<<"$line")"
    wait_for "the acknowledgement" state_is "$n" acked
    expect_has "by whom" "by=sam" "$(entries "$n" ack)"
}

test_smstools_a_message_that_cannot_be_delivered() {
    local n
    echo 70 >"$dir/modem/status"
    n=$(report smstools "to a telephone that is gone")
    wait_for "the message" has "$dir/modem/sent" "telephone that is gone"
    wait_for "the report" receipt_is "$n" sam failed
    rm "$dir/modem/status"
}

test_smstools_is_stopped_and_started() {
    local n
    stop smsd KILL
    n=$(report smstools "while smsd is stopped")
    wait_for "page-sent" entries_have "$n" page-sent gateway=dutyd-
    expect "not yet" 0 "$(count "$dir/modem/sent" "while smsd is stopped")"
    start_smstools
    wait_while smsd "the message" has "$dir/modem/sent" "while smsd is stopped"
    expect "once" 1 "$(count "$dir/modem/sent" "while smsd is stopped")"
}

# More than 70 characters with letters that are not ASCII, and still one message.
test_smstools_letters_of_the_gsm_alphabet() {
    local n text='Bäckerei €5, fumée dans la cage d'\''escalier, troisième étage, Ätzende Flüssigkeit, 3 trapped'
    n=$(report smstools "${text//ä/Ä}")
    wait_for "the message" has "$dir/modem/sent" "${text//ä/Ä}"
}
