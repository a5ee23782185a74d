# gammu-smsd, with the files back end and its dummy phone.

begin_gammu() {
    mkdir -p "$dir"/gammu/{in,out,sent,error,phone}
    cat >"$dir/gammu/smsdrc" <<END
[gammu]
model = dummy
connection = none
device = $dir/gammu/phone
gammuloc = /dev/null
[smsd]
service = files
checksecurity = 0
checkbattery = 0
checksignal = 0
checknetwork = 0
commtimeout = 1
loopsleep = 1
receivefrequency = 1
statusfrequency = 0
debuglevel = 1
deliveryreport = sms
logfile = $dir/gammu/log
inboxpath = $dir/gammu/in/
outboxpath = $dir/gammu/out/
sentsmspath = $dir/gammu/sent/
errorsmspath = $dir/gammu/error/
inboxformat = unicode
runonreceive = $gammu_receive received
runonsent = $gammu_receive sent
runonfailure = $gammu_receive failed
END
    start_gammu
    # The phone is ready when smsd has made its folders.
    wait_for "gammu-smsd" test -d "$dir/gammu/phone/sms/1"
}

start_gammu() {
    gateway start smsd-gammu gammu-smsd -c "$dir/gammu/smsdrc"
}

# phone_gets NUMBER TEXT
phone_gets() {
    gateway timeout 20 gammu -c "$dir/gammu/smsdrc" savesms TEXT -folder 1 -unread -sender "$1" -text "$2"
}

# phone_gets_report NUMBER WORD: a delivery report, as the phone would have decoded it
phone_gets_report() {
    local place=20
    while [ -e "$dir/gammu/phone/sms/1/$place" ]; do
        place=$((place + 1))
    done
    cat >"$dir/gammu/report" <<END

[SMSBackup000]
PDU = Status_Report
SMSC = "+8613010112500"
DateTime = 20261123T230256Z
State = UnRead
Number = "$1"
NumberUnicode = $(printf %s "$1" | iconv -t UTF-16BE | od -An -v -tx1 | tr -d ' \n')
Text00 = $(printf %s "$2" | iconv -t UTF-16BE | od -An -v -tx1 | tr -d ' \n')
Coding = Default_No_Compression
Folder = 1
Length = ${#2}
Class = -1
ReplySMSC = False
RejectDuplicates = False
ReplaceMessage = 0
MessageReference = 255

END
    mv "$dir/gammu/report" "$dir/gammu/phone/sms/1/$place"
}

# gammu_sent TEXT: the file with this text, once smsd has sent it
gammu_sent() {
    local file
    for file in "$dir"/gammu/sent/*; do
        [ -f "$file" ] && iconv -f UTF-16 -t UTF-8 "$file" | grep -qF -e "$1" && echo "$file" && return
    done
    return 1
}

test_gammu_from_page_to_acknowledgement() {
    local n text='smell of gas, 赵敏 😀 "x" $(id) `id`' file words
    n=$(report gammu "$text")
    wait_for "the message" gammu_sent "$text"
    file=$(gammu_sent "$text")
    words=$(iconv -f UTF-16 -t UTF-8 "$file")
    expect_has "priority, number and flag" "OUTA" "$(basename "$file")"
    expect_has "number" "_+8613800000001_dutyd-" "$file"
    wait_for "page-sent" entries_have "$n" page-sent "gateway=$(basename "$file")"
    wait_for "the receipt" receipt_is "$n" gina sent
    phone_gets_report +8613800000001 Delivered
    wait_for "the delivery report" receipt_is "$n" gina delivered
    expect_has "SHOW" "report=delivered" "$(ask zoe "SHOW $n" | grep 'callout person=gina')"
    state_is "$n" open || fail "delivered is not acknowledged"
    phone_gets +8613800000001 "${words%% *}"
    wait_for "the acknowledgement" state_is "$n" acked
    expect_has "by whom" "by=gina" "$(entries "$n" ack)"
}

test_gammu_is_stopped_and_started() {
    local n
    stop smsd-gammu
    n=$(report gammu "while smsd is stopped")
    wait_for "page-sent" entries_have "$n" page-sent OUTA
    ! gammu_sent "while smsd is stopped" || fail "who has sent it?"
    start_gammu
    wait_for "the message" gammu_sent "while smsd is stopped"
}

test_gammu_outbox_is_away() {
    local n
    mv "$dir/gammu/out" "$dir/gammu/out-away"
    n=$(report gammu "without an outbox")
    wait_for "page-deferred" entries_have "$n" page-deferred "no directory"
    mv "$dir/gammu/out-away" "$dir/gammu/out"
    wait_for "the message" gammu_sent "without an outbox"
}
