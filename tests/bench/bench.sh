#!/usr/bin/env bash
# Run by ./dev bench: the figures of dutyd with their anchors, all on one private cluster with fsync=on.
# ./dev sets `state`, `src`, `pgbin`, `owner` and `parts` (which to measure; empty: all); the arguments
# are the prefix that runs a command as the unprivileged user. No timing is a failure: each figure is
# printed with its target. BENCH_STORM and BENCH_MILLION make the storm (6000) and the million
# (1000000) smaller when time is short.
set -euo pipefail

as=("$@")
all_parts='memory roster audit paging storm failing million throughput'
parts=${parts:-$all_parts}
dir=$state/b
out=$dir/out
port=2429
programs=$state/build/tests
rounds=${BENCH_ROUNDS:-3} seconds=${BENCH_SECONDS:-5}
daemon=
storm_after=${BENCH_STORM_AFTER:-20} # s from a report of class=storm to its second page

mkdir -p "$out"
[ "$(id -u)" != 0 ] || chown "$owner:" "$out"
ulimit -n "$(ulimit -Hn)"
export PGHOST=$dir/pgsock PGPORT=5432 PGOPTIONS="-c client_min_messages=warning"

sql() { # DATABASE COMMAND
    psql -X -q -A -t -v ON_ERROR_STOP=1 -U postgres -d "$1" -c "$2"
}

# ---- the daemon ----

# A cheap password hash (duty): logging in is not what is measured. The chain `quiet` pages nobody
# for an hour, so that a report writes only its entry and its incident. Each page is a separate message, so that it
# can be measured.
cat >"$dir/dutyd.conf" <<END
office   = { id = "bench"; timezone = "Asia/Shanghai"; };
database = { conninfo = "host=$PGHOST port=$PGPORT dbname=duty user=dutyd"; };
listen   = ( { tcp = "127.0.0.1:$port"; } );
sessions = { connections = 20000; };
hooks    = ( { via = "sms"; command = ( "$out/hook" ); parallel = 8; },
             { via = "bell"; command = ( "$out/hook-bell" ); parallel = 64; mode = "lines"; } );
people   = (
           { id = "zhao.min"; rank = "leader"; contacts = ( { via = "bell"; to = "1"; } ); },
           { id = "chen.yu"; rank = "leader"; sms = "+8613800000002"; },
           { id = "he.lan"; rank = "officer"; sms = "+8613800000001"; },
           # who reports all of it, and so must not hold the post: it would be theirs, and nobody paged
           { id = "li.wei"; rank = "officer";
               password = "\$y\$j75\$k2XAnEHBqQ1Ct2aMXFKNa/\$KuWRh7rW2Zdpb.mbqyLh5mmqym9OLA5kYddT4y5bz92"; } );
posts    = ( { id = "officer"; staff = 1;
               rotations = ( { start = "2020-01-01"; handover = "08:30"; people = ( "he.lan" ); } ); } );
chains   = ( { id = "quiet";   steps = ( { after = "1h"; notify = ( "post:officer" ); } ); },
             { id = "at-once"; steps = ( { notify = ( "post:officer" ); } ); },
             { id = "storm";   steps = ( { notify = ( "person:zhao.min" ); },
                                         { after = "${storm_after}s"; notify = ( "person:chen.yu" ); } ); },
             { id = "later";   steps = ( { after = "1s"; notify = ( "post:officer" ); } ); } );
routes   = ( { class = "fire"; chain = "at-once"; }, { class = "flood"; chain = "later"; }, { class = "storm"; chain = "storm"; },
             { chain = "quiet"; } );
catch_all = ( "person:he.lan" );
bundle = 0;
END

# A hook that records when it began; a shell script, like most hooks.
rm -f "$out/hook" # it may be a script of an earlier run, still running
cp "$programs/stamp" "$out/hook"
cat >"$out/hook-shell" <<END
#!/bin/sh
echo "\$DUTY_INCIDENT \$(date +%s%N)" >>"$out/hooks"
END
# The same with one process for all pages; and one that records nothing.
cat >"$out/hook-lines" <<END
#!/usr/bin/env bash
while read -r line; do
    [[ \$line =~ '"page":"'([0-9]+).*'"incident":"'([0-9-]+) ]]
    echo "\${BASH_REMATCH[2]} \${EPOCHREALTIME/./}000" >>"$out/hooks"
    echo "{\"page\":\${BASH_REMATCH[1]},\"state\":\"sent\"}"
done
END
sed '/EPOCHREALTIME/d' "$out/hook-lines" >"$out/hook-bell"
printf '#!/bin/sh\nexit 1\n' >"$out/hook-fails"
chmod 755 "$out"/hook*
cp "$dir/dutyd.conf" "$out/plain.conf"

greeted() {
    local line
    exec 8<>"/dev/tcp/127.0.0.1/$port" || return 1
    read -r -t 2 line <&8 || line=
    exec 8>&-
    [[ $line == 220* ]]
}

# On its own, empty database.
start_daemon() {
    sql postgres 'drop database if exists duty'
    sql postgres 'create database duty owner dutyd'
    launch_daemon
}

launch_daemon() {
    "${as[@]}" "$state/build/daemon/dutyd" --config "$dir/dutyd.conf" >"$state/log/bench-dutyd.log" 2>&1 </dev/null 9>&- &
    daemon=$!
    until greeted 2>/dev/null; do
        kill -0 "$daemon" 2>/dev/null || { cat "$state/log/bench-dutyd.log" && exit 1; }
        sleep 0.1
    done
}

stop_daemon() {
    [ -n "$daemon" ] || return 0
    kill -TERM "$daemon" 2>/dev/null || true
    wait "$daemon" || true
    daemon=
}
trap stop_daemon EXIT

load() {
    "$programs/load" --to "127.0.0.1:$port" --login 'li.wei duty' "$@"
}

rss() { # KiB
    awk '/^VmRSS/ { print $2 }' "/proc/$daemon/status"
}

# ---- figures ----

json=()

# figure KEY WORDS VALUE UNIT (at-least|at-most|-) TARGET [MORE-JSON]
figure() {
    local verdict=-
    if [ "$5" != - ]; then
        verdict=$(awk -v v="$3" -v t="$6" -v how="$5" 'BEGIN { print (how == "at-least" ? v >= t : v <= t) ? "met" : "falls short" }')
    fi
    printf '%-70s %12s %-10s %-9s %8s  %s\n' "$2" "$3" "$4" "$5" "$6" "$verdict"
    json+=("{\"key\": \"$1\", \"value\": $3, \"unit\": \"$4\", \"target\": \"$5 $6\", \"verdict\": \"$verdict\"${7:+, $7}}")
}

median() {
    sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

ratio() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b ? a / b : 0 }'
}

field() { # NAME, from one line of JSON on stdin
    sed "s/.*\"$1\": \([0-9.]*\).*/\1/"
}

# percentile SHARE DECIMALS: of numbers on stdin
percentile() {
    sort -g | awk -v s="$1" '{ v[NR] = $1 } END { printf "%.3f\n", NR ? v[int((NR - 1) * s) + 1] : 0 }'
}

# ---- memory ----

measure_memory() {
    start_daemon
    sleep 1
    local idle many n limit
    idle=$(rss)
    figure rss_idle 'resident memory, idle' "$(ratio "$idle" 1024)" MiB at-most 10
    limit=$(ulimit -n) n=10000
    [ "$limit" -ge 10200 ] || n=$((limit - 200))
    rm -f "$out/hold"
    mkfifo "$out/hold"
    load --idle "$n" <"$out/hold" >"$out/open" &
    local holder=$!
    exec 7>"$out/hold"
    until grep -q open "$out/open"; do
        kill -0 "$holder" 2>/dev/null || break
        sleep 0.1
    done
    sleep 1
    many=$(rss)
    figure rss_connection "resident memory, each of $n idle connections" "$(ratio $((many - idle)) "$n")" KiB at-most 1.5
    exec 7>&-
    wait "$holder" || true
    load --connections 4 --window 256 --count 100000 >/dev/null
    sleep 1
    figure rss_incidents 'resident memory, 100,000 open incidents' "$(ratio "$(rss)" 1024)" MiB at-most 100
    stop_daemon
}

# ---- the roster ----

measure_roster() {
    local figures
    figures=$("$programs/roster")
    value() { sed -n "s/.*\"$1\": \([0-9.]*\).*/\1/p" <<<"$figures"; }
    figure roster_at 'roster_at, 10 posts and 50 people' "$(value roster_at_us)" us at-most 1
    figure roster_year 'all changes and gaps of a year' "$(value year_check_ms)" ms at-most 10
}

measure_audit() {
    local figures
    figures=$("$programs/audit")
    value() { sed -n "s/.*\"$1\": \([0-9.]*\).*/\1/p" <<<"$figures"; }
    figure audit_million 'auditor, 1,000,000 open incidents' "$(value whole_ms)" ms at-most 1000
    figure audit_piece 'auditor, its longest piece' "$(value longest_piece_ms)" ms at-most 100
}

# ---- paging ----

# measure_spawns [CONNINFO]: the anchor: ms from a bare spawn of the hook to the time it records; with
# CONNINFO, after the commit of one row each
measure_spawns() {
    : >"$out/hooks"
    "$programs/spawn" "$out/hook" 200 20 0 "$@" >"$out/times"
    awk 'NR == FNR { from[$1] = $2; next } $1 in from { printf "%.3f\n", ($2 - from[$1]) / 1e6 }' \
        "$out/times" "$out/hooks" >"$out/ms"
}

# measure_hooks CLASS COLUMN DELAY-NS: ms from a time of each report to its hook, one per line
measure_hooks() {
    start_daemon
    : >"$out/hooks"
    [ "$(id -u)" != 0 ] || chown "$owner:" "$out/hooks"
    load --class "$1" --rate 20 --seconds 10 --times "$out/times" >/dev/null
    local try
    for try in $(seq 50); do
        [ "$(wc -l <"$out/hooks")" -lt 200 ] || break
        sleep 0.1
    done
    awk -v column="$2" -v delay="$3" '
        NR == FNR { from[$1] = $column; next }
        $1 in from { printf "%.3f\n", ($2 - from[$1] - delay) / 1e6 }' "$out/times" "$out/hooks" >"$out/ms"
    stop_daemon
}

measure_paging() {
    measure_spawns
    figure spawn_p50 'bare posix_spawn of the same hook, p50' "$(percentile 0.5 <"$out/ms")" ms - -
    figure spawn_p99 'bare posix_spawn of the same hook, p99' "$(percentile 0.99 <"$out/ms")" ms - -
    local p50 p99
    measure_spawns 'dbname=postgres user=postgres'
    p50=$(percentile 0.5 <"$out/ms") p99=$(percentile 0.99 <"$out/ms")
    figure commit_spawn_p50 'the same after the commit of one row, p50' "$p50" ms - -
    figure commit_spawn_p99 'the same after the commit of one row, p99' "$p99" ms - -
    measure_hooks fire 2 0
    figure hook_p50 "report to hook ($(wc -l <"$out/ms") of 200, 20 a second), p50" "$(percentile 0.5 <"$out/ms")" ms at-most 3
    figure hook_p99 'report to hook, p99' "$(percentile 0.99 <"$out/ms")" ms at-most 8
    figure hook_p50_ratio 'dutyd / commit and bare posix_spawn, p50' "$(ratio "$(percentile 0.5 <"$out/ms")" "$p50")" times - -
    figure hook_p99_ratio 'dutyd / commit and bare posix_spawn, p99' "$(ratio "$(percentile 0.99 <"$out/ms")" "$p99")" times - -
    use_hook hook-lines lines 64
    measure_hooks fire 2 0
    figure hook_lines_p50 "report to hook in lines mode ($(wc -l <"$out/ms") of 200), p50" "$(percentile 0.5 <"$out/ms")" ms at-most 3
    figure hook_lines_p99 'report to hook in lines mode, p99' "$(percentile 0.99 <"$out/ms")" ms at-most 8
    use_hook hook process 8
    measure_hooks flood 3 1000000000
    figure late_p50 "escalation lateness ($(wc -l <"$out/ms") of 200), p50" "$(percentile 0.5 <"$out/ms")" ms - -
    figure late_p99 'escalation lateness, p99' "$(percentile 0.99 <"$out/ms")" ms at-most 10
}

source "$src/tests/bench/storm.sh"

# ---- throughput ----

# The database `pattern` is what a daemon leaves after one report; the anchors insert
# copies of that report's rows into copies of that database.
make_pattern() {
    start_daemon
    load --count 1 >/dev/null
    stop_daemon
    sql duty "select seq from duty.journal where kind = 'report'" | grep -q . || { echo 'bench: no report in the journal' && exit 1; }
    sql postgres 'drop database if exists pattern'
    sql postgres 'alter database duty rename to pattern'
    # The newest row must be the report's.
    sql pattern "set session_replication_role = replica; delete from duty.journal where kind <> 'report'"
}

fresh_anchor() {
    sql postgres 'drop database if exists anchor'
    sql postgres 'create database anchor template pattern owner dutyd'
}

# The columns that a writer fills: "name", one per line.
columns() {
    sql pattern "select attname from pg_attribute where attrelid = '$1'::regclass and attnum > 0
        and not attisdropped and not atthasdef order by attnum"
}

# pgbench's script: both rows as parameters, copied from the pattern except their keys.
options=()
write_script() {
    local table column value values n=0
    {
        echo '\set n :n + 1'
        echo '\set seq 1000000000 + :client_id * 10000000 + :n'
        echo 'begin;'
        for table in duty.journal duty.incident; do
            values=
            for column in $(columns $table); do
                value=:v$n
                case $table.$column in
                duty.journal.seq | duty.journal.subject | duty.incident.id) value=:seq ;;
                *)
                    if [ "$(sql pattern "select $column is null from $table")" = t ]; then
                        value=null
                    else
                        options+=(-D "v$n=$(sql pattern "select $column from $table")")
                    fi
                    ;;
                esac
                values="$values${values:+, }$value"
                n=$((n + 1))
            done
            echo "insert into $table ($(columns $table | paste -sd ,)) values ($values);"
        done
        echo 'commit;'
    } >"$out/report.sql"
}

# run_pgbench CLIENTS: "rate p50 p99"
run_pgbench() {
    fresh_anchor
    rm -f "$out"/log.*
    local threads=$(($1 < 2 ? 1 : 2)) rate
    rate=$(cd "$out" && "$pgbin/pgbench" -n -M prepared -c "$1" -j $threads -T "$seconds" -l --log-prefix=log \
        -D n=0 "${options[@]}" -f report.sql -U dutyd anchor 2>&1 | awk '/^tps/ { printf "%.0f", $3 }')
    awk '{ print $3 / 1000 }' "$out"/log.* | sort -g | awk -v rate="$rate" '
        { v[NR] = $1 }
        END { print rate + 0, v[int((NR - 1) * 0.5) + 1], v[int((NR - 1) * 0.99) + 1] }'
}

# run_dutyd CONNECTIONS WINDOW: "rate p50 p99"
run_dutyd() {
    start_daemon
    local line
    line=$(load --connections "$1" --window "$2" --seconds "$seconds") || true
    stop_daemon
    echo "$(field rate <<<"$line") $(field p50_ms <<<"$line") $(field p99_ms <<<"$line")"
}

run_rows() {
    fresh_anchor
    "$programs/rows" "dbname=anchor user=dutyd" "$seconds" 1000 duty.journal:seq,subject duty.incident:id
}

column_median() { # COLUMN FILE
    awk -v c="$1" '{ print $c }' "$2" | median
}

# measure_closed CONNECTIONS: each waits for every reply
measure_closed() {
    local n=$1 round compare=- target=- p99_compare=- p99_target=-
    : >"$out/ours"
    : >"$out/theirs"
    for round in $(seq "$rounds"); do
        run_pgbench "$n" >>"$out/theirs"
        run_dutyd "$n" 1 >>"$out/ours"
    done
    local rate=$(column_median 1 "$out/ours") p50=$(column_median 2 "$out/ours") p99=$(column_median 3 "$out/ours")
    local anchor=$(column_median 1 "$out/theirs") anchor_p50=$(column_median 2 "$out/theirs") anchor_p99=$(column_median 3 "$out/theirs")
    case $n in
    1) compare=at-least target=0.6 ;;
    64) compare=at-least target=3 p99_compare=at-most p99_target=$anchor_p99 ;;
    esac
    figure "pgbench_$n" "$n connections: pgbench (p50 $anchor_p50 ms, p99 $anchor_p99 ms)" "$anchor" reports/s - -
    figure "reports_$n" "$n connections: dutyd   (p50 $p50 ms)" "$rate" reports/s - - "\"p50_ms\": $p50"
    figure "reports_${n}_p99" "$n connections: dutyd p99" "$p99" ms $p99_compare "$p99_target"
    figure "reports_${n}_ratio" "$n connections: dutyd / pgbench" "$(ratio "$rate" "$anchor")" times $compare "$target"
}

measure_pipelined() {
    local round
    : >"$out/ours"
    : >"$out/theirs"
    for round in $(seq "$rounds"); do
        run_rows >>"$out/theirs"
        run_dutyd 8 64 >>"$out/ours"
    done
    local rate=$(column_median 1 "$out/ours") anchor=$(column_median 1 "$out/theirs")
    figure rows 'bare loop, unnest of 1,000 rows' "$anchor" reports/s - -
    figure pipelined '8 connections, 64 lines under way' "$rate" reports/s - -
    figure pipelined_ratio 'dutyd / bare loop' "$(ratio "$rate" "$anchor")" times at-least 0.6
}

measure_throughput() {
    local n
    make_pattern
    write_script
    for n in 1 64 256; do
        measure_closed $n
    done
    measure_pipelined
}

for part in $parts; do
    [[ " $all_parts " == *" $part "* ]] || { echo "bench: there is no part $part; there are: $all_parts" >&2 && exit 2; }
done
printf '%-70s %12s %-10s %-9s %8s  %s\n' figure value unit target '' verdict
for part in $parts; do
    measure_$part
done

{
    printf '{"processors": %s, "rounds": %s, "seconds": %s, "postgresql": "%s", "figures": [\n' \
        "$(nproc)" "$rounds" "$seconds" "$(sql postgres 'show server_version')"
    printf '  %s' "${json[0]}"
    printf ',\n  %s' "${json[@]:1}"
    printf '\n]}\n'
} >"$state/bench.json"
echo "written to $state/bench.json"
