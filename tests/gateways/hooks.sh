# The hooks by themselves: what they refuse, what they do when their gateway is away, and that neither
# the caller's words nor a secret appears on a command line.

begin_hooks() {
    mkdir -p "$dir/byhand/bin" "$dir/byhand/out" "$dir/byhand/web"
    echo "pass word" >"$dir/byhand/secret"
    byhand_port=$(free_port)
    start byhand "$here/web" "$byhand_port" "$dir/byhand/web"
    byhand_path=
    # Programs that record their command lines, and then do what the real ones do.
    local program
    for program in curl awk sed iconv tr date base64 grep head tail sh cat timeout stat mv; do
        cat >"$dir/byhand/bin/$program" <<END
#!/bin/bash
printf '%q ' $program "\$@" >>"$dir/byhand/argv"
echo >>"$dir/byhand/argv"
exec $(command -v "$program") "\$@"
END
        chmod +x "$dir/byhand/bin/$program"
    done
    cat >"$dir/byhand/sendmail" <<END
#!/bin/sh
cat >"$dir/byhand/mail"
exit "\${SENDMAIL_EXIT:-0}"
END
    chmod +x "$dir/byhand/sendmail"
    wait_for "the server" listens "$byhand_port"
}

# byhand NAME [VARIABLE=VALUE…]: runs it as the daemon does; prints its output, with its exit status in $code
byhand() {
    local name=$1
    shift
    code=0
    out=$(env -i "PATH=$byhand_path$PATH" LANG=C.UTF-8 DUTY_PAGE=17 DUTY_TO=+8613800000009 DUTY_TEXT='4711 II gas' \
        DUTY_PERSON=he.lan DUTY_NAME='He Lan' DUTY_CODE=4711 DUTY_INCIDENT=2026-000001 DUTY_OFFICE=brook DUTY_DRILL=no DUTY_TRY=1 \
        DUTYD_HOOK_GAMMU_OUTBOX="$dir/byhand/out" DUTYD_HOOK_KANNEL_URL="http://127.0.0.1:$byhand_port/cgi-bin/sendsms" \
        DUTYD_HOOK_SPOOL="$dir/byhand/out" \
        DUTYD_HOOK_KANNEL_SECRET="$dir/byhand/secret" DUTYD_HOOK_HTTP_URL="http://127.0.0.1:$byhand_port/" \
        DUTYD_HOOK_HTTP_SECRET="$dir/byhand/secret" DUTYD_HOOK_HTTP_BODY='to={to}&text={text}&page={page}' \
        DUTYD_HOOK_HTTP_HEADER='X-Key: {secret}' DUTYD_HOOK_MAIL_SENDMAIL="$dir/byhand/sendmail" \
        DUTYD_HOOK_MAIL_FROM=duty@example.org "$@" "$hooks/$name" 2>&1 </dev/null) || code=$?
}

# What a caller may say: quotes, backslashes, dollars, newlines, something like an option.
nasty='-d @/etc/passwd "x" '\''y'\'' \\ \n $(id) `id` ${HOME} %41 {secret} #;|<> é 赵敏 😀'

# The id of a bundle does not show its age: smsd sends it in the place of its first page.
test_hooks_a_bundle_stands_in_line() {
    rm -f "$dir"/byhand/out/*
    byhand sms-gammu DUTY_PAGE=281474976710663 DUTY_PAGES='17 19'
    expect "a bundle: $out" 0 "$code"
    byhand sms-gammu DUTY_PAGE=18 DUTY_PAGES=18
    expect "a page: $out" 0 "$code"
    expect "the order" "dutyd-281474976710663 dutyd-18 " "$(find "$dir/byhand/out" -name 'OUT*' | sort | grep -o 'dutyd-[0-9][0-9]*' | tr '\n' ' ')"
}

test_hooks_put_nothing_on_a_command_line() {
    local one byhand_path
    : >"$dir/byhand/argv"
    byhand_path=$dir/byhand/bin:
    for one in sms-gammu sms-spool sms-kannel sms-http; do
        byhand "$one" DUTY_TEXT="$nasty"
        expect "$one: $out" 0 "$code"
    done
    byhand mail DUTY_TEXT="$nasty" DUTY_TO=a@example.org
    expect "mail: $out" 0 "$code"
    byhand wall DUTY_TEXT="$nasty" DUTY_TO='*'
    [ -s "$dir/byhand/argv" ] || fail "the command lines were not seen"
    expect_no "the caller's words" passwd "$(cat "$dir/byhand/argv")"
    expect_no "the secret" "pass" "$(cat "$dir/byhand/argv")"
}

test_hooks_hand_over_every_character() {
    local sent
    rm -f "$dir/byhand/web/requests" "$dir"/byhand/out/*
    byhand sms-http DUTY_TEXT="$nasty" DUTYD_HOOK_HTTP_TYPE=application/json DUTYD_HOOK_HTTP_BODY='{"text":"{text}","to":"{digits}"}'
    sent=$(tail -n 1 "$dir/byhand/web/requests")
    expect_has "as JSON" '{"text":"-d @/etc/passwd \"x\" '\''y'\'' \\\\ \\n $(id) `id` ${HOME} %41 {secret} #;|<> é 赵敏 😀","to":"8613800000009"}' "$sent"
    byhand sms-http DUTY_TEXT='</text><to>1&2</to>' DUTYD_HOOK_HTTP_TYPE=text/xml DUTYD_HOOK_HTTP_BODY='<text>{text}</text><to>{digits}</to>'
    sent=$(tail -n 1 "$dir/byhand/web/requests")
    expect_has "as XML" '<text>&#60;/text&#62;&#60;to&#62;1&#38;2&#60;/to&#62;</text><to>8613800000009</to>' "$sent"
    byhand sms-http DUTY_TEXT="$nasty"$'\nnext'
    sent=$(tail -n 1 "$dir/byhand/web/requests" | perl -pe 's/%(..)/chr hex $1/ge')
    expect "as a form" "to=+8613800000009&text=$nasty&page=17" "$(tr '\n' ' ' <<<"$sent" | sed 's/ next&/\&/; s/ $//')"
    byhand sms-kannel DUTY_TEXT="$nasty"
    sent=$(sed -n 's/^GET .*[?&]text=\([^& ]*\).*/\1/p' "$dir/byhand/web/requests" | sed 's/+/ /g' | perl -pe 's/%(..)/chr hex $1/ge')
    expect "Kannel" "$nasty" "$sent"
    byhand sms-gammu DUTY_TEXT="$nasty"
    expect "gammu" "$nasty" "$(iconv -f UTF-16 -t UTF-8 "$dir/byhand/out/$out")"
    byhand mail DUTY_TEXT="$nasty" DUTY_TO=a@example.org
    expect "the mail's body" "$nasty" "$(sed '1,/^$/d' "$dir/byhand/mail" | base64 -d | head -n 1)"
    perl -MEncode -e 1 2>/dev/null || return 0
    expect "the mail's subject" "$nasty" "$(perl -MEncode -0777 -ne 'print encode("UTF-8", decode("MIME-Header", $1)) if /^Subject: ((?:.*\n)(?: .*\n)*)/m' "$dir/byhand/mail" | tr -d '\n')"
}

test_hooks_same_page_has_the_same_name() {
    rm -f "$dir"/byhand/out/*
    byhand sms-gammu
    byhand sms-gammu DUTY_TEXT='4711 II gas, more'
    expect "one file" 1 "$(find "$dir/byhand/out" -type f | wc -l)"
    expect "its name" "OUTA0000000000000000017_000000_00_+8613800000009_dutyd-17.txtd" "$out"
    byhand mail DUTY_TO=a@example.org
    local first=$out
    byhand mail DUTY_TO=a@example.org
    expect "the mail's id" "$first" "$out"
    expect "the mail's id" "<dutyd-17.brook@example.org>" "$out"
}

test_hooks_refuse_what_is_missing() {
    local row
    while read -r row; do
        # shellcheck disable=SC2086
        byhand $row
        expect "$row: $out" 64 "$code"
        [ -n "$out" ] || fail "$row says nothing"
    done <<'END'
sms-gammu DUTY_PAGE=
sms-gammu DUTY_PAGE=../x
sms-gammu DUTY_TO=+86_x
sms-gammu DUTY_TO=12345678901234567890123
sms-gammu DUTY_TEXT=
sms-kannel DUTY_PAGE=1x
sms-kannel DUTY_TO=
sms-kannel DUTY_TEXT=
sms-http DUTY_PAGE=
sms-http DUTY_TO=
sms-http DUTY_TEXT=
sms-http DUTYD_HOOK_HTTP_URL=
mail DUTY_TO=nobody
mail DUTY_TO=a@b@c
mail DUTY_TO=a@b,c@d
mail DUTY_TO=-oQ/tmp@b
mail DUTY_PAGE=
mail DUTYD_HOOK_MAIL_FROM=nobody
wall DUTY_TO=
wall DUTY_TEXT=
END
    byhand mail DUTY_TO=$'a@b\nBcc: c@d'
    expect "two lines" 64 "$code"
}

test_hooks_without_their_gateway() {
    byhand sms-gammu DUTYD_HOOK_GAMMU_OUTBOX=/nonexistent
    expect "gammu" 75 "$code"
    byhand sms-kannel DUTYD_HOOK_KANNEL_URL="http://127.0.0.1:1/"
    expect "Kannel" 75 "$code"
    expect_has "Kannel" "no Kannel at http://127.0.0.1:1/" "$out"
    byhand sms-http DUTYD_HOOK_HTTP_URL=http://127.0.0.1:1/
    expect "HTTP" 75 "$code"
    byhand sms-http DUTYD_HOOK_HTTP_URL=no-protocol://x
    expect "HTTP, a wrong address" 69 "$code"
    byhand mail DUTYD_HOOK_MAIL_SENDMAIL=/nonexistent DUTY_TO=a@example.org
    expect "mail" 69 "$code"
    byhand mail SENDMAIL_EXIT=75 DUTY_TO=a@example.org
    expect "mail, not now" 75 "$code"
    byhand mail SENDMAIL_EXIT=67 DUTY_TO=a@example.org
    expect "mail, no such user" 69 "$code"
    byhand wall DUTY_TO=nobody-of-this-name
    expect "wall" 69 "$code"
    expect_has "wall" "is not logged in" "$out"
}

test_hooks_secret_cannot_be_read() {
    local one
    mkdir -p "$dir/byhand/a-directory"
    : >"$dir/byhand/empty"
    printf 'no newline' >"$dir/byhand/no-newline"
    echo "pass word" >"$dir/byhand/forbidden"
    chmod 000 "$dir/byhand/forbidden" # the tests never run as root
    for one in nonexistent a-directory empty forbidden; do
        byhand sms-kannel DUTYD_HOOK_KANNEL_SECRET="$dir/byhand/$one"
        expect "Kannel, $one" 77 "$code"
        expect_has "Kannel, $one" "$dir/byhand/$one" "$out"
        byhand sms-http DUTYD_HOOK_HTTP_SECRET="$dir/byhand/$one"
        expect "HTTP, $one" 77 "$code"
        expect_has "HTTP, $one" "$dir/byhand/$one" "$out"
    done
    byhand sms-http DUTYD_HOOK_HTTP_SECRET="$dir/byhand/no-newline"
    expect "without a newline at its end: $out" 0 "$code"
    has "$dir/byhand/web/requests" 'X-Key: no newline' || fail "not sent"
}

# status NUMBER [BODY]: what the server answers
status() {
    printf 'HTTP/1.1 %s Words\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' "$1" "${#2}" "${2:-}" >"$dir/byhand/web/answer"
}

test_hooks_answers_of_http() {
    local row
    for row in 200:0 202:0 204:0 301:69 400:69 401:69 403:69 404:69 408:75 429:75 500:75 503:75; do
        status "${row%:*}" "words"
        byhand sms-http
        expect "HTTP ${row%:*}: $out" "${row#*:}" "$code"
        byhand sms-kannel
        expect "Kannel ${row%:*}: $out" "${row#*:}" "$code"
    done
    status 200 $'{\n "code": 0,\n "msg_id" : 4711,\n "other": "x"\n}'
    byhand sms-http DUTYD_HOOK_HTTP_ID=msg_id DUTYD_HOOK_HTTP_OK='"code": *0'
    expect "the gateway's id" 4711 "$out"
    status 200 '{"code": 17, "words": "no money left"}'
    byhand sms-http DUTYD_HOOK_HTTP_OK='"code": *0'
    expect "an error with 200" 69 "$code"
    expect_has "an error with 200" "no money left" "$out"
    byhand sms-http DUTYD_HOOK_HTTP_ID=msg_id
    expect "no id" dutyd-17 "$out"
    rm "$dir/byhand/web/answer"
}

test_hooks_other_settings_by_name() {
    byhand sms-http # the usual ones
    code=0
    out=$(env -i "PATH=$PATH" DUTY_PAGE=17 DUTY_TO=1 DUTY_TEXT=x DUTYD_HOOK_SPARE_URL="http://127.0.0.1:$byhand_port/spare?to={to}" \
        "$hooks/sms-http" SPARE 2>&1) || code=$?
    expect "$out" 0 "$code"
    has "$dir/byhand/web/requests" 'GET /spare?to=1 HTTP/1.1' || fail "not there"
    out=$(env -i "PATH=$PATH" DUTY_PAGE=17 DUTY_TO=1 DUTY_TEXT=x "$hooks/sms-http" 'X$(id)' 2>&1) || code=$?
    expect "a name that is none" 64 "$code"
}
