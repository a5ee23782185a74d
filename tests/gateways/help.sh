# Sourced by tests/gateways/run: tests, waiting, processes, the daemon.

here=$PWD/tests/gateways
hooks=$PWD/etc/hooks
patience=40 # seconds; ends only a test that hangs

# ---- tests ----

# A test is a function test_NAME in a file here, run in its own shell; it fails by `fail`, or when a
# command in it fails.
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# run_suite FILE: its tests, one at a time; a line for each in $dir/results.SUITE
run_suite() {
    local file=$1 suite name log begun code
    suite=$(basename "$file" .sh)
    # shellcheck source=/dev/null
    source "$file"
    ! declare -F "begin_$suite" >/dev/null || "begin_$suite"
    while read -r name; do
        log=$dir/log.$name
        begun=$SECONDS
        # Not after an `if` or `||`: there a command that fails would not end the test.
        (set -eu; "$name") >"$log" 2>&1 </dev/null
        code=$?
        if [ "$code" = 0 ]; then
            echo "[PASS] $suite::${name#test_} ($((SECONDS - begun)) s)"
        else
            echo "[FAIL] $suite::${name#test_}: $(tail -n 1 "$log")"
            sed 's/^/    /' "$log" | tail -n 20
        fi
    done < <(sed -n "s/^\(test_[a-z0-9_]*${pattern}[a-z0-9_]*\)() {\$/\1/p" "$file") >"$dir/results.$suite"
    : >"$dir/ended.$suite"
}

# expect WORDS WANTED GOT
expect() {
    [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"
}

# expect_has WORDS WANTED GOT: GOT contains WANTED
expect_has() {
    [[ $3 == *"$2"* ]] || fail "$1: expected '$2' in '$3'"
}

expect_no() {
    [[ $3 != *"$2"* ]] || fail "$1: '$2' is in '$3'"
}

# wait_for WORDS COMMAND…: until it succeeds
wait_for() {
    local words=$1 until=$((SECONDS + patience))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || fail "waited too long for $words"
        sleep 0.05
    done
}

# has FILE TEXT: a line of the file contains the text
has() {
    grep -qF -e "$2" "$1"
}

# count FILE TEXT: how many lines contain it
count() {
    grep -cF -e "$2" "$1" 2>/dev/null || true
}

count_is() {
    [ "$(count "$1" "$2")" = "$3" ]
}

# ---- processes ----

# start NAME COMMAND…: in the background, its output in $dir/NAME.log; ended with the others
start() {
    local name=$1
    shift
    # Its own session, so that its children end with it.
    setsid "$@" >>"$dir/$name.log" 2>&1 </dev/null &
    echo $! >"$dir/$name.pid"
}

# is_alive NAME: something of it; at first it has no session yet
is_alive() {
    local pid
    pid=$(cat "$dir/$1.pid")
    kill -0 "$pid" 2>/dev/null || kill -0 -- "-$pid" 2>/dev/null
}

# wait_while NAME WORDS COMMAND…: until it succeeds, however long a busy machine takes for it; fails when
# the process that is to bring it about has ended
wait_while() {
    local name=$1 words=$2 hung=$((SECONDS + 10 * patience))
    shift 2
    until "$@" >/dev/null 2>&1; do
        is_alive "$name" || fail "$name has ended before $words: $(tail -n 1 "$dir/$name.log")"
        [ $SECONDS -lt $hung ] || fail "$name hangs: no $words"
        sleep 0.05
    done
}

# stop NAME [SIGNAL]: returns when nothing of it is left
stop() {
    local pid until=$((SECONDS + patience))
    pid=$(cat "$dir/$1.pid" 2>/dev/null) || return 0
    rm -f "$dir/$1.pid"
    kill "-${2:-TERM}" -- "-$pid" 2>/dev/null || true
    while kill -0 -- "-$pid" 2>/dev/null; do
        [ $SECONDS -lt $until ] || kill -KILL -- "-$pid" 2>/dev/null || true
        [ $SECONDS -lt $((until + patience)) ] || fail "$1 cannot be killed"
        sleep 0.05
    done
}

stop_all() {
    local file
    for file in "$dir"/*.pid; do
        [ ! -f "$file" ] || kill -KILL -- "-$(cat "$file")" 2>/dev/null || true
    done
}

# free_port: below the ephemeral ports, so that no other connection takes it meanwhile
free_port() {
    local port
    while :; do
        port=$((15000 + RANDOM % 17000))
        (exec 8<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || [ -e "$dir/port.$port" ] || break
    done
    : >"$dir/port.$port"
    echo "$port"
}

# listens PORT
listens() {
    (exec 8<>"/dev/tcp/127.0.0.1/$1")
}

# gateway COMMAND…: a program of a gateway, with the libraries that came with it
gateway() {
    LD_LIBRARY_PATH=$gateway_libraries "$@"
}

# ---- the daemon ----

sql() {
    "$DUTYD_TEST_PGBIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 "$1" -c "$2"
}

# officer ID NUMBER VIA TO [TRIES]
officer() {
    printf '  { id = "%s"; rank = "officer"; password = "%s"; contacts = ( { via = "%s"; to = "%s"; tries = %s; gap = "2s"; } ); },\n' \
        "$1" "$password" "$2" "$3" "${4:-1}"
}

hook() { # VIA COMMAND…
    local via=$1 command
    shift
    command=$(printf '"%s", ' "$@")
    printf '  { via = "%s"; command = ( %s ); timeout = "30s"; retries = 20; backoff = "1s"; },\n' "$via" "${command%, }"
}

write_config() {
    cat <<END
office = { id = "brook"; timezone = "Asia/Shanghai"; };
database = { conninfo = "${DUTYD_TEST_CONNINFO/dbname=postgres/} dbname=$database"; };
listen = ( { tcp = "127.0.0.1:$port"; }, { unix = "$dir/socket"; mode = "0600"; } );
sessions = { login_delay = "0s"; };
answers = { confirm = false; };
hooks = (
$({
        hook gammu "$hooks/sms-gammu"
        hook smstools "$hooks/sms-spool"
        hook kannel "$hooks/sms-kannel"
        hook http "$hooks/sms-http"
        hook mail "$hooks/mail"
        hook wall "$hooks/wall"
        hook none /bin/true
    } | sed '$s/,$//')
);
people = (
$(
        officer gina gammu +8613800000001
        officer sam smstools +8613800000002
        officer ken kannel +8613800000003
        officer hal http +8613800000004
        officer mia mail mia@example.org
        officer wade wall wade
    )
  { id = "rita"; rank = "officer"; password = "$password"; },
  { id = "zoe"; rank = "leader"; password = "$password"; contacts = ( { via = "none"; to = "1"; } ); },
  { id = "gateway"; rank = "service"; uid = "$(id -u)"; } );
posts = ( { id = "officer"; rotations = ( { start = "2026-01-01"; handover = "08:30"; people = ( "gina" ); } ); } );
chains = (
$(for one in gina:gammu sam:smstools ken:kannel hal:http mia:mail wade:wall; do
        printf '  { id = "%s"; steps = ( { notify = "person:%s"; } ); },\n' "${one#*:}" "${one%:*}"
    done)
  { id = "zoe"; steps = ( { notify = "person:zoe"; } ); } );
routes = (
$(for one in gammu smstools kannel http mail wall; do
        printf '  { class = "%s"; chain = "%s"; },\n' "$one" "$one"
    done)
  { chain = "zoe"; } );
catch_all = ( "person:zoe" );
bundle = 0;
END
}

start_daemon() {
    start dutyd "$DUTYD_TEST_PROGRAM" --config "$dir/dutyd.conf"
    wait_for "the daemon" listens "$port"
}

# ask PERSON COMMAND: sends it to the daemon, and prints the whole reply
ask() {
    local line
    exec 7<>"/dev/tcp/127.0.0.1/$port"
    printf 'LOGIN %s duty\n%s\nQUIT\n' "$1" "$2" >&7
    while read -r line <&7; do
        case $line in
        220\ * | 230\ * | 221\ *) ;;
        *) printf '%s\n' "$line" ;;
        esac
    done
    exec 7>&-
}

# field KEY TEXT: the value of key= in the text
field() {
    sed -n "s/.*\b$1=\([^ ]*\).*/\1/p" <<<"$2" | head -n 1
}

# report CLASS TEXT: by somebody who is not paged; prints the incident's number
report() {
    local said
    said=$(ask rita "REPORT class=$1 $2")
    [[ $said == 250* ]] || fail "REPORT: $said"
    field incident "$said"
}

# entries INCIDENT KIND
entries() {
    ask zoe "LOG incident=$1 kind=$2"
}

# entries_have INCIDENT KIND TEXT
entries_have() {
    [[ $(entries "$1" "$2") == *"$3"* ]]
}

# state_is INCIDENT STATE
state_is() {
    [[ $(ask zoe "SHOW $1") == *"state=$2"* ]]
}

# receipt_is INCIDENT PERSON STATE: the gateway has reported this state of that person's page
receipt_is() {
    local kind
    case $3 in
    sent) kind=page-transmitted ;;
    delivered) kind=page-delivered ;;
    failed) kind=page-undelivered ;;
    esac
    entries_have "$1" "$kind" "$2"
}
