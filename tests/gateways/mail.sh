# The hook `mail` with a real sendmail, msmtp, which talks to the tests' own SMTP server.

begin_mail() {
    mkdir -p "$dir/mail"
    start smtp "$here/smtp" "$smtp_port" "$dir/mail"
    cat >"$dir/mail/msmtprc" <<END
account default
host 127.0.0.1
port $smtp_port
from duty@example.org
END
    chmod 600 "$dir/mail/msmtprc"
    cat >"$dir/mail/sendmail" <<END
#!/bin/sh
LD_LIBRARY_PATH=$gateway_libraries exec msmtp --file=$dir/mail/msmtprc "\$@"
END
    chmod +x "$dir/mail/sendmail"
    wait_for "the SMTP server" listens "$smtp_port"
}

test_mail_from_page_to_acknowledgement() {
    local n body code
    n=$(report mail 'smell of gas, 赵敏 😀 "x" $(id)')
    wait_for "page-sent" entries_have "$n" page-sent gateway=
    expect_has "its id" '<dutyd-' "$(entries "$n" page-sent)"
    has "$dir/mail/received" "RCPT TO:<mia@example.org>" || fail "to whom?"
    has "$dir/mail/received" "Subject: =?UTF-8?Q?" || fail "no subject"
    body=$(sed -n '/^Content-Transfer-Encoding: base64/,/^\.$/p' "$dir/mail/received" | sed '1,/^$/d; /^\.$/d' | base64 -d)
    expect_has "the text" 'smell of gas, 赵敏 😀 "x" $(id)' "$body"
    code=$(sed -n 's/.*ACK code=\([0-9]*\).*/\1/p' <<<"$body")
    expect_has "acknowledged" "250 acked" "$(ask mia "ACK code=$code")"
}

test_mail_server_is_away() {
    local n
    stop smtp
    n=$(report mail "while the mail server is away")
    wait_for "page-deferred" entries_have "$n" page-deferred "cannot connect"
    start smtp "$here/smtp" "$smtp_port" "$dir/mail"
    wait_for "page-sent" entries_have "$n" page-sent dutyd-
    has "$dir/mail/received" "while the mail server is away" || fail "it has not come"
}
