# Answers that come in while the daemon is dead: a second daemon, with its own database, that can be
# killed without disturbing the other suites.

begin_away() {
    away_port=$(free_port)
    mkdir -p "$dir/away/outgoing"
    sql "$DUTYD_TEST_CONNINFO" "create database ${database}_away template template0 encoding 'UTF8'"
    (
        port=$away_port database=${database}_away dir=$dir/away
        write_config
    ) >"$dir/away/dutyd.conf"
    start_away
}

start_away() {
    DUTYD_HOOK_SPOOL=$dir/away/outgoing start dutyd-away "$DUTYD_TEST_PROGRAM" --config "$dir/away/dutyd.conf"
    wait_for "the second daemon" listens "$away_port"
}

away_receive() {
    "$hooks/sms-receive" --socket "$dir/away/socket" --as gateway --via smstools --spool "$dir/away/spool" "$@"
}

# reply_file TEXT: an incoming message of smstools
reply_file() {
    printf 'From: 8613800000002\nFrom_TOA: 91 international\nSent: 26-11-23 10:15:00\n\n%s' "$1" >"$dir/away/reply"
    echo "$dir/away/reply"
}

# waiting_page TEXT: the file of smstools that contains it
waiting_page() {
    grep -lF -e "$1" "$dir"/away/outgoing/*
}

test_away_an_answer_outlives_the_daemon() {
    local port=$away_port n code
    n=$(report smstools "killed before the answer")
    wait_for "the page" waiting_page "killed before the answer"
    code=$(sed '1,/^$/d' "$(waiting_page "killed before the answer")" | cut -d ' ' -f 1)
    stop dutyd-away KILL
    away_receive RECEIVED "$(reply_file "$code on my way")"
    expect "kept" 1 "$(find "$dir/away/spool" -maxdepth 1 -name '1.*' | wc -l)"
    start_away
    state_is "$n" open || fail "who has taken it?"
    away_receive again
    state_is "$n" acked || fail "the answer is lost"
    expect_has "by whom" "by=sam" "$(entries "$n" ack)"
    away_receive RECEIVED "$(reply_file "$code on my way")"
    stop dutyd-away KILL
    start_away
    away_receive RECEIVED "$(reply_file "$code on my way")"
    expect "taken once" 1 "$(entries "$n" received | grep -c " received ")"
}

# Killed repeatedly while answers come in: each answer has one entry.
test_away_killed_while_answers_come_in() {
    local port=$away_port i
    (
        for i in 1 2; do
            sleep "0.$((i * 2))"
            stop dutyd-away KILL
            start_away
        done
    ) &
    for i in {1..15}; do
        SMS_MESSAGES=1 SMS_1_NUMBER="+86138000001$((i + 10))" SMS_1_TEXT="note $i" away_receive gammu received "IN$i"
    done
    wait $!
    away_receive again
    expect "kept" 0 "$(find "$dir/away/spool" -maxdepth 1 -name '[12].*' | wc -l)"
    for i in {1..15}; do
        expect "note $i" 1 "$(ask zoe "LOG kind=received limit=1000" | grep -cE "address=\+86138000001$((i + 10)) ")"
    done
}
