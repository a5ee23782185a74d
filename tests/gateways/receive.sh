# etc/hooks/sms-receive, called as each gateway calls it, with a daemon that misbehaves on demand.

begin_receive() {
    mkdir "$dir/office"
    start office "$here/office" "$dir/office.socket" "$dir/office"
    wait_for "the stand-in for the daemon" test -S "$dir/office.socket"
}

# fresh: nothing sent so far, all well, an empty spool
fresh() {
    rm -rf "$dir/office/said" "$dir/office/logins" "$dir/office/answer" "$dir/receive-spool"
    : >"$dir/office/said"
}

receive() {
    "$hooks/sms-receive" --socket "$dir/office.socket" --as gateway --spool "$dir/receive-spool" "$@"
}

answer() {
    printf '%s\n' "$1" >"$dir/office/answer"
}

# gammu_received NUMBER TEXT FILE…
gammu_received() {
    local number=$1 text=$2
    shift 2
    SMS_MESSAGES=1 SMS_1_NUMBER=$number SMS_1_TEXT=$text SMS_1_REFERENCE=0 DECODED_PARTS=0 receive gammu received "$@"
}

said() {
    cat "$dir/office/said"
}

# kept: how many lines are in the spool
kept() {
    find "$dir/receive-spool" -maxdepth 1 -name '[12].*' | wc -l
}

test_gammu_message() {
    fresh
    gammu_received +8613800000002 'ok 4711 赵 😀 "x" $(id) \' IN20261123_101500_00_+8613800000002_00.txt
    expect_has "the line" 'RECEIVE from="+8613800000002" via=sms key=gammu-' "$(said)"
    expect_has "the text" ' -- ok 4711 赵 😀 "x" $(id) \' "$(said)"
    expect "kept" 0 "$(kept)"
}

test_gammu_without_open_files() {
    fresh
    SMS_MESSAGES=1 SMS_1_NUMBER=+1555 SMS_1_TEXT=4711 receive gammu received IN1 <&- >&- 2>&-
    expect_has "the line" '-- 4711' "$(said)"
}

# smsd may call again after reading the message again under the next serial number.
test_gammu_again_has_the_same_key() {
    fresh
    gammu_received +1555 4711 IN20261123_101500_00_+1555_00.txt
    gammu_received +1555 4711 IN20261123_101500_01_+1555_00.txt
    gammu_received +1555 4711 IN20261123_101501_00_+1555_00.txt
    gammu_received +1555 4712 IN20261123_101500_00_+1555_00.txt
    expect "keys" 3 "$(sed 's/.*key=\([^ ]*\).*/\1/' "$dir/office/said" | sort -u | wc -l)"
}

test_gammu_parts_and_control_characters() {
    fresh
    SMS_MESSAGES=2 SMS_1_NUMBER='"a\b' DECODED_PARTS=1 DECODED_1_TEXT=$'  one\ntwo\e[31m\x7fthree\xc2\x85four ' \
        receive gammu received IN1 IN2
    expect_has "the number" 'from="\"a\\b"' "$(said)"
    expect_has "the text" $'-- one\u2028two [31m three\u2028four' "$(said)"
    expect "lines" 1 "$(wc -l <"$dir/office/said")"
}

test_texts_that_the_protocol_would_misread() {
    fresh
    gammu_received +1 '<<' IN1
    gammu_received +2 'key=1 from=2' IN2
    gammu_received +3 $'\xc4\xd6 4711' IN3
    gammu_received +4 '' IN4
    expect "an empty one" 1 "$(grep -c 'from="+4".* -- $' "$dir/office/said")"
    expect_has "heredoc" '-- < <' "$(said)"
    expect_has "fields" '-- key=1 from=2' "$(said)"
    expect_has "Latin-1" '-- ÄÖ 4711' "$(said)"
}

test_a_long_text_is_cut_on_a_character() {
    fresh
    gammu_received +1 "$(printf '敏%.0s' {1..3000})" IN1
    [ "$(wc -c <"$dir/office/said")" -lt 8000 ] || fail "too long for a line"
    iconv -f UTF-8 -t UTF-16 "$dir/office/said" >/dev/null || fail "cut inside a character"
}

test_gammu_reports_go_to_the_oldest() {
    fresh
    SMS_1_NUMBER=+1555 receive gammu sent OUTA0017_000000_00_+1555_dutyd-17.txtd
    SMS_1_NUMBER=+1555 receive gammu sent OUTA0018_000000_00_+1555_dutyd-18.txtd
    SMS_1_NUMBER=+1555 receive gammu sent OUTC20261123_101500_00_+1555_sms0.txt
    SMS_MESSAGES=1 SMS_1_NUMBER=+1555 SMS_1_TEXT=Delivered SMS_1_REFERENCE=7 receive gammu received IN1
    SMS_MESSAGES=1 SMS_1_NUMBER=+1555 SMS_1_TEXT=Pending SMS_1_REFERENCE=8 receive gammu received IN2
    SMS_MESSAGES=1 SMS_1_NUMBER=+1555 SMS_1_TEXT=Failed SMS_1_REFERENCE=8 receive gammu received IN3
    SMS_MESSAGES=1 SMS_1_NUMBER=+1666 SMS_1_TEXT=Delivered SMS_1_REFERENCE=9 receive gammu received IN4
    expect "receipts" "17 sent
18 sent
17 delivered
18 failed" "$(sed -n 's/^RECEIPT id=.*state=\([a-z]*\).* page=\([0-9]*\).*/\2 \1/p' "$dir/office/said")"
    expect "lines" 4 "$(wc -l <"$dir/office/said")"
}

test_smstools_report_finds_its_page() {
    fresh
    mkdir -p "$dir/smstools-files"
    cd "$dir/smstools-files"
    printf 'To: 1555\nReport: yes\nModem: GSM2\nMessage_id: 41\n\ntext' >dutyd-17
    printf 'To: 1555\nReport: yes\nModem: GSM1\nMessage_id: 41\n\ntext' >dutyd-18
    printf 'To: 1555\nModem: GSM1\nMessage_id: 42\n\ntext' >somebody-elses
    receive SENT "$PWD/dutyd-17" 41
    receive SENT "$PWD/dutyd-18" 41
    receive SENT "$PWD/somebody-elses" 42
    for one in 41:48 41:0 42:0 41:70; do
        printf 'From: 1555\nModem: GSM1\n\nSMS STATUS REPORT\nMessage_id: %s\nStatus: %s,Words "here"\n' \
            "${one%:*}" "${one#*:}" >report
        receive REPORT "$PWD/report"
    done
    printf 'From: 1555\nModem: GSM2\n\nSMS STATUS REPORT\nMessage_id: 41\nStatus: 70,Error,SM "expired"\n' >report
    receive REPORT "$PWD/report"
    expect "receipts" 'id="dutyd-17" state=sent via=sms page=17
id="dutyd-18" state=sent via=sms page=18
id="dutyd-18" state=delivered via=sms page=18
id="dutyd-17" state=failed via=sms page=17 reason="Error,SM \"expired\""' "$(sed 's/^RECEIPT //; s/ key=.*//' "$dir/office/said")"
}

test_smstools_failed_and_calls() {
    fresh
    mkdir -p "$dir/smstools-failed"
    printf 'To: 1555\nFail_reason: Modem says: CMS ERROR 21\n\ntext' >"$dir/smstools-failed/dutyd-17"
    receive FAILED "$dir/smstools-failed/dutyd-17"
    receive CALL "$dir/smstools-failed/dutyd-17"
    expect "the line" 'RECEIPT id="dutyd-17" state=failed via=sms page=17 reason="Modem says: CMS ERROR 21"' \
        "$(sed 's/ key=.*//' "$dir/office/said")"
}

test_smstools_alphabets() {
    fresh
    local file=$dir/smstools-message
    {
        printf 'From: 8613800000002\nFrom_TOA: 91 international\nSent: 26-11-23 10:15:00\nAlphabet: UCS2\n\n'
        printf '4711 赵 😀' | iconv -f UTF-8 -t UTF-16BE
    } >"$file"
    receive RECEIVED "$file"
    printf 'From: 10086\nFrom_TOA: 81 unknown\nSent: 26-11-23 10:15:00\nAlphabet: ISO\n\n4711 gr\374n' >"$file"
    receive RECEIVED "$file"
    printf 'From: CMCC\nFrom_TOA: D0 alphanumeric\nSent: 26-11-23 10:15:00\nAlphabet: UTF-8\n\n4711\ngrün' >"$file"
    receive RECEIVED "$file"
    expect "lines" 'from="+8613800000002" 4711 赵 😀
from="10086" 4711 grün
from="CMCC" 4711'$'\u2028''grün' "$(sed 's/^RECEIVE //; s/ via=.* -- / /' "$dir/office/said")"
}

test_kept_while_the_daemon_is_away() {
    fresh
    "$hooks/sms-receive" --socket "$dir/nobody" --as gateway --spool "$dir/receive-spool" gammu sent OUTA_0_0_+1_dutyd-9.txtd
    SMS_MESSAGES=1 SMS_1_NUMBER=+1555 SMS_1_TEXT=first "$hooks/sms-receive" --socket "$dir/nobody" --as gateway \
        --spool "$dir/receive-spool" gammu received IN1
    answer '450 not stored, nothing changed: the database is away since 03:12; try again'
    gammu_received +1555 second IN2
    expect "kept" 3 "$(kept)"
    rm "$dir/office/answer" "$dir/office/said"
    receive again
    expect "kept" 0 "$(kept)"
    expect "replies first, in order" "first second RECEIPT" \
        "$(sed 's/.* -- //; s/^RECEIPT.*/RECEIPT/' "$dir/office/said" | xargs)"
}

test_again_knows_the_daemon_of_the_run_before() {
    fresh
    answer '450 not stored'
    gammu_received +1555 first IN1
    rm "$dir/office/answer" "$dir/office/said"
    "$hooks/sms-receive" --spool "$dir/receive-spool" again
    expect "kept" 0 "$(kept)"
    expect_has "said" "-- first" "$(said)"
    has "$dir/office/logins" "LOGIN gateway" || fail "as whom?"
}

test_again_says_when_something_stays() {
    fresh
    answer '450 not stored'
    gammu_received +1555 first IN1
    local code=0
    receive again || code=$?
    expect "its exit status" 75 "$code"
    expect "kept" 1 "$(kept)"
}

# smsd waits only two minutes, so a run waits once, however much is kept.
test_a_daemon_that_hangs() {
    fresh
    answer hang
    local i
    for i in 1 2 3 4; do
        SMS_MESSAGES=1 SMS_1_NUMBER=+1555 SMS_1_TEXT="text$i" receive --patience 1 gammu received "IN$i"
    done
    expect "kept" 4 "$(kept)"
    expect "tried" "text1 text1 text1 text1" "$(sed 's/.* -- //' "$dir/office/said" | xargs)"
    rm "$dir/office/answer"
    receive again
    expect "kept" 0 "$(kept)"
}

# A line that ends the connection every time does not hold up the others.
test_one_that_is_refused_holds_up_nobody() {
    fresh
    answer close
    gammu_received +1555 first IN1
    gammu_received +1555 second IN2
    expect "kept" 2 "$(kept)"
    expect "tried" 3 "$(wc -l <"$dir/office/said")"
    answer '554 no page has that id'
    receive again
    expect "kept" 0 "$(kept)"
}

test_a_login_that_is_refused_loses_nothing() {
    fresh
    gammu_received +1555 first IN1
    SMS_MESSAGES=1 SMS_1_NUMBER=+1555 SMS_1_TEXT=4711 "$hooks/sms-receive" --socket "$dir/socket" --as nobody \
        --spool "$dir/receive-spool" gammu received IN2
    expect "kept" 1 "$(kept)"
    receive again
    expect_has "said later" '-- 4711' "$(said)"
}

# The daemon has another version, or this person is not a service in its configuration: that can be corrected.
test_what_the_configuration_refuses_is_kept() {
    fresh
    local refusal
    for refusal in '550 your rank does not allow this' '502 no such command'; do
        answer "$refusal"
        gammu_received +1555 "4711 $refusal" IN1
        expect "kept after $refusal" 1 "$(kept)"
        rm "$dir/office/answer" "$dir/office/said"
        receive again
        expect_has "said later" "-- 4711 $refusal" "$(said)"
    done
}

# However long it is kept, it has the time when the gateway got it; and a message that comes again at
# another second (505: its key is known) need not be sent again.
test_kept_messages_say_when_they_came() {
    fresh
    answer '450 not stored'
    gammu_received +1555 ok IN1
    local first
    first=$(sed -n 's/.* occurred=\([0-9T:-]*Z\) -- ok$/\1/p' "$dir/office/said")
    [ -n "$first" ] || fail "it does not say when"
    [ $(($(date -d "$first" +%s) - $(date +%s))) -le 1 ] || fail "it says $first"
    rm "$dir/office/said"
    answer '505 the key was used for another command'
    receive again
    expect "the same" "$first" "$(sed -n 's/.* occurred=\([0-9T:-]*Z\) -- ok$/\1/p' "$dir/office/said")"
    expect "kept" 0 "$(kept)"
}

# Half of a character is not UTF-8, and the daemon would refuse the line: an answer would be lost.
test_halves_of_characters() {
    fresh
    gammu_received +1555 $'4711 \xed\xa0\xbd\xed\xb8\x80 a\xed\xa0\xbdb\xf5\x80\x80\x80' IN1
    said | iconv -f UTF-8 -t UTF-16 >/dev/null || fail "no UTF-8"
    expect_has "the text" $'-- 4711 😀 a\ufffdb\ufffd' "$(said)"
}

test_number_that_is_not_shown() {
    fresh
    gammu_received '' 4711 IN1
    expect_has "the line" 'RECEIVE from="unknown" via=sms' "$(said)"
}

test_many_at_a_time() {
    fresh
    local i
    for i in {1..20}; do
        gammu_received "+$i" "text$i" "IN$i" &
    done
    wait
    expect "lines" 20 "$(sort -u "$dir/office/said" | wc -l)"
    expect "all of them" 20 "$(wc -l <"$dir/office/said")"
    expect "kept" 0 "$(kept)"
}

test_killed_at_any_moment_loses_nothing() {
    fresh
    local i pid
    for i in {1..12}; do
        SMS_MESSAGES=1 SMS_1_NUMBER=+1555 SMS_1_TEXT="text$i." receive gammu received "IN$i" &
        pid=$!
        sleep "0.0$((i * 4 % 60 + 10))"
        kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" || gammu_received +1555 "text$i." "IN$i" # smsd calls again
    done
    receive again
    for i in {1..12}; do
        has "$dir/office/said" "-- text$i." || fail "text$i is lost"
    done
    expect "keys" 12 "$(sed 's/.*key=\([^ ]*\).*/\1/' "$dir/office/said" | sort -u | wc -l)"
}

test_a_spool_of_somebody_else_is_not_used() {
    fresh
    local code=0
    SMS_MESSAGES=1 SMS_1_NUMBER=+1 SMS_1_TEXT=4711 "$hooks/sms-receive" --socket "$dir/office.socket" --as gateway \
        --spool / gammu received IN1 2>"$dir/foreign" || code=$?
    [ "$(id -u)" = 0 ] || has "$dir/foreign" "belongs to another user" || fail "$(cat "$dir/foreign")"
    expect "its exit status" 0 "$code"
    expect_has "said all the same" '-- 4711' "$(said)"
    SMS_MESSAGES=1 SMS_1_NUMBER=+1 SMS_1_TEXT=4711 "$hooks/sms-receive" --socket "$dir/nobody" --as gateway \
        --spool /proc/none gammu received IN1 || code=$?
    expect "neither said nor kept" 75 "$code"
}

test_called_in_a_wrong_way() {
    local words code
    for words in "" "what" "gammu" "gammu what" "SENT" "--socket" "http"; do
        code=0
        # shellcheck disable=SC2086
        receive $words 2>"$dir/wrong" || code=$?
        expect "sms-receive $words" 64 "$code"
        [ -s "$dir/wrong" ] || fail "sms-receive $words says nothing"
    done
}

# ---- HTTP ----

# http REQUEST [OPTION…]: its answer
http() {
    local request=$1
    shift
    echo sesame >"$dir/token"
    printf '%b' "$request" | receive --token "$dir/token" "$@" http
}

test_http_message() {
    fresh
    expect_has "the answer" 'HTTP/1.1 200 OK' \
        "$(http 'GET /sms?token=sesame&from=%2B8613800000002&text=ACK%2B4711+%E8%B5%B5%00&id=a HTTP/1.1\r\nHost: x\r\n\r\n')"
    expect_has "the line" 'RECEIVE from="+8613800000002" via=sms key=http-' "$(said)"
    expect_has "the text" '-- ACK+4711 赵' "$(said)"
}

test_http_post_with_other_names() {
    fresh
    local body='Body=4711+%22x%22&From=%2B1555&Key=sesame'
    expect_has "the answer" '200 OK' "$(http "POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${#body}\r\n\r\n$body" \
        --fields from=From,text=Body,token=Key)"
    expect_has "the text" '-- 4711 "x"' "$(said)"
}

test_http_utf_16() {
    fresh
    http 'GET /?token=sesame&from=1&id=a&charset=UTF-16BE&text=%004%007%001%001%00+%8Du%D8%3D%DE%00 HTTP/1.1\r\n\r\n'
    expect_has "the text" '-- 4711 赵😀' "$(said)"
}

test_http_states() {
    fresh
    local state
    for state in 1 2 4 8 16 DELIVRD accepted UNDELIV unheard-of; do
        expect_has "$state" '200 OK' "$(http "GET /?token=sesame&id=gw-$state&page=17&state=$state&reason=a%0Ab HTTP/1.0\r\n\r\n")"
    done
    expect "receipts" 'gw-1 delivered
gw-2 failed
gw-8 sent
gw-16 failed
gw-DELIVRD delivered
gw-accepted sent
gw-UNDELIV failed' "$(sed -n 's/^RECEIPT id="\([^"]*\)" state=\([a-z]*\) via=sms page=17 reason="a b" .*/\1 \2/p' "$dir/office/said")"
}

test_http_refuses() {
    fresh
    local row
    while read -r row; do
        expect_has "$row" "HTTP/1.1 ${row%% *}" "$(http "${row#* }")"
    done <<'END'
403 GET /?from=1&text=2 HTTP/1.1\r\n\r\n
403 GET /?from=1&text=2&token=wrong HTTP/1.1\r\n\r\n
400 GET /?from=1&token=sesame HTTP/1.1\r\n\r\n
400 nonsense\r\n
405 PUT /?from=1&text=2&token=sesame HTTP/1.1\r\n\r\n
413 POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999\r\n\r\n
415 POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}
400 POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\na=b
END
    expect "nothing was said" "" "$(said)"
    expect_has "no token" 500 "$(printf 'GET / HTTP/1.1\r\n\r\n' | receive --token "$dir/no-such-file" http)"
}

# A head without an end is not kept in memory until patience ends.
test_http_endless_head() {
    fresh
    echo sesame >"$dir/token"
    expect_has "one line" 'HTTP/1.1 431' "$(head -c 70000 /dev/zero | tr '\0' a | receive --token "$dir/token" http)"
    expect_has "many" 'HTTP/1.1 431' "$({ echo 'GET / HTTP/1.1' && yes 'a: b' | head -n 20000; } | receive --token "$dir/token" http)"
}

test_cgi() {
    fresh
    echo sesame >"$dir/token"
    local said
    said=$(GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=POST QUERY_STRING='token=sesame' CONTENT_LENGTH=18 \
        CONTENT_TYPE=application/x-www-form-urlencoded receive --token "$dir/token" http <<<'from=1&text=4711+n')
    expect_has "the answer" "Status: 200 OK" "$said"
    expect_has "the text" '-- 4711 n' "$(said)"
}

test_http_is_kept_too() {
    fresh
    answer '450 not stored'
    expect_has "the answer" '200 OK' "$(http 'GET /?token=sesame&from=1&text=4711&id=a HTTP/1.1\r\n\r\n')"
    expect "kept" 1 "$(kept)"
    echo sesame >"$dir/token"
    expect_has "cannot be kept" '503' "$(printf 'GET /?token=sesame&from=1&text=4711 HTTP/1.1\r\n\r\n' |
        "$hooks/sms-receive" --socket "$dir/nobody" --as gateway --spool /proc/none --token "$dir/token" http)"
}
