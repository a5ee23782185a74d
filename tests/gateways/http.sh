# The generic HTTP gateway: the tests' own server takes the requests, and calls back.

begin_http() {
    mkdir -p "$dir/web"
    echo 'k"e\y&1' >"$dir/web/secret"
    start web "$here/web" "$web_port" "$dir/web"
    start callback "$here/web" "$callback_port" -- "$hooks/sms-receive" --socket "$dir/socket" --as gateway --via http \
        --spool "$dir/web/spool" --token "$dir/kannel-token" --fields from=From,text=Body,id=MessageSid,state=MessageStatus http
    echo sesame >"$dir/kannel-token"
    answer_of_web '200 OK' '{"sid": "SM-1", "status": "queued"}'
    wait_for "the server" listens "$web_port"
    wait_for "the callback" listens "$callback_port"
}

# answer_of_web STATUS BODY
answer_of_web() {
    printf 'HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' "$1" "${#2}" "$2" >"$dir/web/answer.new"
    mv "$dir/web/answer.new" "$dir/web/answer"
}

# call_back FIELDS: a receipt or message from the gateway
call_back() {
    curl -sS -o /dev/null -w '%{http_code}' --data "$1" "http://127.0.0.1:$callback_port/sms?token=sesame"
}

test_http_from_page_to_acknowledgement() {
    local n code text='smell of gas, 赵敏 😀 "x" $(id) 100% a&b=c' id=SM-$RANDOM
    answer_of_web '201 Created' "{\"ok\":true, \"sid\": \"$id\"}"
    n=$(report http "$text")
    wait_for "page-sent" entries_have "$n" page-sent "gateway=$id"
    has "$dir/web/requests" 'Authorization: Bearer k"e\y&1' || fail "no secret in the header"
    has "$dir/web/requests" 'POST /send/8613800000004?ref=' || fail "not in the URL"
    has "$dir/web/requests" '"text":"' || fail "no body"
    grep -F '"to":"+8613800000004"' "$dir/web/requests" | grep -qF 'smell of gas, 赵敏 😀 \"x\" $(id) 100% a&b=c' || fail "not as JSON"
    expect "the report" 200 "$(call_back "MessageSid=$id&MessageStatus=delivered&To=%2B8613800000004")"
    wait_for "the delivery report" receipt_is "$n" hal delivered
    expect_has "SHOW" "report=delivered" "$(ask zoe "SHOW $n" | grep 'callout person=hal')"
    state_is "$n" open || fail "delivered is not acknowledged"
    code=$(sed -n 's/.*"text":"\([0-9]*\) .*smell of gas.*/\1/p' "$dir/web/requests")
    expect "the reply" 200 "$(call_back "MessageSid=SM-in&From=%2B8613800000004&Body=ok+$code%0A")"
    wait_for "the acknowledgement" state_is "$n" acked
    expect "the reply again" 200 "$(call_back "MessageSid=SM-in&From=%2B8613800000004&Body=ok+$code%0A")"
    expect "taken once" 1 "$(entries "$n" received | grep -c received)"
}

# The hook tries hal while the gateway is away, and when it is back.
test_http_gateway_is_away() {
    local n
    answer_of_web '503 Service Unavailable' 'come back later'
    n=$(report http "while the gateway is away")
    wait_for "page-deferred" entries_have "$n" page-deferred "503 come back later"
    answer_of_web '200 OK' '{"sid": "SM-back"}'
    wait_for "page-sent" entries_have "$n" page-sent gateway=SM-back
}
