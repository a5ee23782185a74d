# Kannel: bearerbox and smsbox, with the fake SMSC of kannel-extras; sms-receive as an HTTP service.

begin_kannel() {
    local admin_port smsbox_port
    admin_port=$(free_port)
    smsbox_port=$(free_port)
    smsc_port=$(free_port)
    mkdir -p "$dir/kannel"
    echo "a b&c" >"$dir/kannel/secret"
    echo sesame >"$dir/kannel/token"
    cat >"$dir/kannel/kannel.conf" <<END
group = core
admin-port = $admin_port
admin-password = admin
smsbox-port = $smsbox_port
box-allow-ip = 127.0.0.1
log-file = "$dir/kannel/bearerbox.log"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = fake
port = $smsc_port
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = $kannel_port
log-file = "$dir/kannel/smsbox.log"
global-sender = 100

group = sendsms-user
username = dutyd
password = "a b&c"
max-messages = 1
concatenation = false

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "http://127.0.0.1:$receive_port/?token=sesame&from=%p&text=%a&id=%I&charset=%C"
END
    start receiver "$here/web" "$receive_port" -- "$hooks/sms-receive" --socket "$dir/socket" --as gateway --via kannel \
        --spool "$dir/kannel/spool" --token "$dir/kannel/token" http
    start_kannel
    start_fakesmsc
}

start_kannel() {
    gateway start bearerbox bearerbox -v 4 "$dir/kannel/kannel.conf"
    wait_for "bearerbox" listens "$smsc_port"
    gateway start smsbox smsbox -v 4 "$dir/kannel/kannel.conf"
    wait_for "smsbox" listens "$kannel_port"
}

# start_fakesmsc [MESSAGE]: the network, which sends this message; what it receives is in fakesmsc.log
start_fakesmsc() {
    stop fakesmsc
    gateway start fakesmsc fakesmsc -H 127.0.0.1 -r "$smsc_port" -m 1 -i 0.1 "${1:-+10086 100 text welcome}"
}

test_kannel_from_page_to_acknowledgement() {
    local n code
    n=$(report kannel 'smell of gas, "x" $(id) & 100%d')
    wait_for "the message" has "$dir/fakesmsc.log" 'smell of gas, "x" $(id) & 100%d'
    wait_for "page-sent" entries_have "$n" page-sent gateway=dutyd-
    wait_for "the delivery report" receipt_is "$n" ken delivered
    expect_has "SHOW" "report=delivered" "$(ask zoe "SHOW $n" | grep 'callout person=ken')"
    state_is "$n" open || fail "delivered is not acknowledged"
    code=$(sed -n 's/.*<100 +8613800000003 [a-z0-9-]* \([0-9]\{4\}\) .*smell of gas, "x".*/\1/p' "$dir/fakesmsc.log")
    start_fakesmsc "+8613800000003 100 text $code+ok"
    wait_for "the acknowledgement" state_is "$n" acked
    expect_has "by whom" "by=ken" "$(entries "$n" ack)"
}

test_kannel_chinese() {
    local n
    n=$(report kannel '煤气味 😀')
    wait_for "page-sent" entries_have "$n" page-sent gateway=dutyd-
    # fakesmsc shows UTF-16; printable bytes appear as they are
    wait_for "the message" has "$dir/fakesmsc.log" 'qdl%14Ts%00+%D8%3D%DE%00'
}

test_kannel_is_stopped_and_started() {
    local n
    stop smsbox
    n=$(report kannel "while smsbox is stopped")
    wait_for "page-deferred" entries_have "$n" page-deferred "no Kannel"
    gateway start smsbox smsbox -v 4 "$dir/kannel/kannel.conf"
    wait_for "the message" has "$dir/fakesmsc.log" "while smsbox is stopped"
}

# More than 70 characters with letters that are not ASCII: one message, whole.
test_kannel_letters_of_the_gsm_alphabet() {
    local n text="fumée dans la cage d'escalier, troisième étage, deux personnes ne peuvent pas sortir"
    n=$(report kannel "$text")
    wait_for "page-sent" entries_have "$n" page-sent gateway=dutyd-
    wait_for "the message" has "$dir/fakesmsc.log" "$text [$n]>"
}
