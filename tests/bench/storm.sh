# Many pages at once; sourced by bench.sh.

storm=${BENCH_STORM:-6000}
million=${BENCH_MILLION:-1000000}

# use_hook NAME MODE PARALLEL: for the means sms, from the next start of the daemon on
use_hook() {
    sed "s#\"$out/hook\" ); parallel = 8;#\"$out/$1\" ); mode = \"$2\"; parallel = $3;#" "$out/plain.conf" >"$dir/dutyd.conf"
}

now_ns() {
    date +%s%N
}

# wait_lines FILE COUNT SECONDS: until the file has that many lines
wait_lines() {
    local until=$(($(date +%s) + $3))
    while [ "$(wc -l <"$1")" -lt "$2" ] && [ "$(date +%s)" -lt "$until" ]; do
        sleep 0.1
    done
}

seconds_between() { # NS NS
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (b - a) / 1e9 }'
}

empty_hooks() {
    : >"$out/hooks"
    [ "$(id -u)" != 0 ] || chown "$owner:" "$out/hooks"
}

# storm_times: when the hooks of the storm began, not those of the new reports
storm_times() {
    awk 'NR == FNR { fresh[$1]; next } !($1 in fresh) { print $2 }' "$out/times" "$out/hooks" | sort -n
}

# Loads the reports of the storm; when this returns, each of them has paged somebody once.
load_storm() {
    load --connections 4 --window 256 --count "$storm" --class storm >/dev/null
    loaded=$(now_ns)
    local try
    for try in $(seq 600); do
        [ "$(sql duty "select count(*) from duty.page where state = 'sent'")" -lt "$storm" ] || break
        sleep 0.1
    done
    [ $((($(now_ns) - loaded) / 1000000000)) -lt $((storm_after - 2)) ] ||
        echo "bench: the first pages took longer than $storm_after s: set BENCH_STORM_AFTER=60" >&2
}

sleep_until_due() {
    local left=$((loaded + (storm_after + 1) * 1000000000 - $(now_ns)))
    [ $left -le 0 ] || sleep "$((left / 1000000000)).$(printf '%09d' $((left % 1000000000)))"
}

# All of them fall due at one instant, because the daemon is stopped until they are; new reports come in
# meanwhile.
measure_one_storm() { # KEY HOOK MODE PARALLEL WORDS
    local from
    use_hook "$2" "$3" "$4"
    start_daemon
    empty_hooks
    load_storm
    kill -STOP "$daemon"
    sleep_until_due
    from=$(now_ns)
    kill -CONT "$daemon"
    sleep 0.2
    load --class fire --rate 5 --seconds 2 --times "$out/times" >/dev/null
    wait_lines "$out/hooks" $((storm + 10)) 180
    stop_daemon
    storm_times >"$out/storm-times"
    took=$(seconds_between "$from" "$(tail -n 1 "$out/storm-times")")
    awk 'NR == FNR { from[$1] = $2; next } $1 in from { printf "%.3f\n", ($2 - from[$1]) / 1e6 }' \
        "$out/times" "$out/hooks" >"$out/ms"
    figure "storm_$1" "$(wc -l <"$out/storm-times") of $storm due at once, $5: last hook" "$took" s at-most 10
    figure "storm_$1_new" "first page of a new report meanwhile ($(wc -l <"$out/ms") of 10), worst" \
        "$(sort -g "$out/ms" | tail -n 1)" ms at-most 1000
}

measure_restart() {
    local from first
    use_hook hook process 8
    start_daemon
    empty_hooks
    load_storm
    kill -KILL "$daemon"
    wait "$daemon" 2>/dev/null || true
    sleep_until_due
    empty_hooks
    from=$(now_ns)
    launch_daemon
    wait_lines "$out/hooks" 1 60
    first=$(head -n 1 "$out/hooks" | cut -d' ' -f2)
    stop_daemon
    figure restart "kill -9, start with $storm open incidents: first due page" "$(seconds_between "$from" "${first:-0}")" s at-most 3
}

entries() {
    sql duty 'select count(*) from duty.journal'
}

# Every hook fails while reports come in; then it works again.
measure_failing() {
    local from line before count=$((storm * 10 / 6))
    cp "$out/hook-fails" "$out/hook-ill"
    use_hook hook-ill process 8
    start_daemon
    empty_hooks
    line=$(load --connections 16 --count "$count" --class fire)
    figure failing_rate "$count reports while each hook fails: taken" "$(field rate <<<"$line")" reports/s - -
    figure failing_p99 'their replies, p99' "$(field p99_ms <<<"$line")" ms - -
    before=0
    until [ "$(entries)" = "$before" ]; do # probes go on, every 30 s
        before=$(entries)
        sleep 2
    done
    figure failing_entries 'entries written for each report' "$(ratio "$before" "$count")" entries - -
    from=$(now_ns)
    cp "$out/hook" "$out/hook-ill"
    wait_lines "$out/hooks" $((count - 10)) 300 # the first few had failed before the hook was down
    figure failing_well "the hook is well: until $(wc -l <"$out/hooks") are told (probed every 30 s)" \
        "$(seconds_between "$from" "$(now_ns)")" s - -
    stop_daemon
    use_hook hook process 8
}

# bare_storm HOOK: how long the system takes for as many, in `bare`
bare_storm() {
    local from
    empty_hooks
    from=$(now_ns)
    "$programs/spawn" "$out/$1" $((storm / 4)) 1 8 >/dev/null
    bare=$(awk -v from="$from" -v to="$(now_ns)" 'BEGIN { printf "%.2f", (to - from) * 4 / 1e9 }')
}

measure_storm() {
    local bare took
    bare_storm hook
    figure storm_bare "bare posix_spawn of $storm hooks, 8 at a time" "$bare" s - -
    measure_one_storm process hook process 8 'a process each'
    figure storm_process_ratio 'dutyd / bare posix_spawn' "$(ratio "$took" "$bare")" times - -
    measure_one_storm lines hook-lines lines 64 'one process'
    figure storm_lines_ratio 'dutyd / bare posix_spawn' "$(ratio "$took" "$bare")" times - -
    bare_storm hook-shell
    figure storm_shell_bare "bare posix_spawn of $storm shell scripts, 8 at a time" "$bare" s - -
    measure_one_storm shell hook-shell process 8 'a shell script each'
    figure storm_shell_ratio 'dutyd / bare posix_spawn' "$(ratio "$took" "$bare")" times - -
    measure_restart
    use_hook hook process 8
}

# ---- a million open incidents ----

# How long after its due instant the daemon decides, by its own log, without the start of a hook.
lateness_ms() {
    sql duty "select round(extract(epoch from s.at - r.at - interval '1 s') * 1000, 3)
        from duty.journal s join duty.journal r using (subject)
        where s.kind = 'step' and r.kind = 'report' and r.body->>'class' = 'flood'"
}

measure_million() {
    use_hook hook-lines lines 64
    start_daemon
    empty_hooks
    load --connections 4 --window 256 --count "$million" >/dev/null
    figure rss_million "resident memory, $million open incidents" "$(ratio "$(rss)" 1024)" MiB - -
    load --class flood --rate 20 --seconds 10 --times "$out/times" >/dev/null
    wait_lines "$out/hooks" 200 30
    lateness_ms >"$out/ms"
    figure million_late_p50 "timers meanwhile ($(wc -l <"$out/ms") of 200), p50" "$(percentile 0.5 <"$out/ms")" ms - -
    figure million_late_max 'the latest of them' "$(percentile 1 <"$out/ms")" ms at-most 100
    stop_daemon
    local from
    from=$(now_ns)
    launch_daemon
    figure million_start 'until it is on duty again after a restart' "$(seconds_between "$from" "$(now_ns)")" s - -
    stop_daemon
    use_hook hook process 8
}
