#!/bin/bash
# Kills one of each kind with kill -9, one after the other, under a trickle of requests: every one must be answered. Says what
# was lost and how long it took. Needs the right to signal the containers' processes (root, or one's own podman).
#   deploy/compose/kills.sh [URL] [CONTAINER...]
set -u
url=${1:-http://localhost:8080}
[ $# -eq 0 ] || shift
engine=$(command -v podman || command -v docker)
interval=${INTERVAL:-0.5}
quiet_seconds=${QUIET_SECONDS:-15}
folder=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$folder"' EXIT
victims=("$@")
[ ${#victims[@]} -gt 0 ] || victims=(llamaline_gateway-0_1 llamaline_tokenizer-0_1 llamaline_worker-0_1 llamaline_kafka-1_1)

now() {
    date +%s%3N
}

# A line of its own: when it began, how long it took, what came of it, and whether it was a stream: those are long, so that a kill
# meets some.
ask() {
    local stream=$1 start body status result=lost tokens=24
    [ "$stream" = false ] || tokens=400
    start=$(now)
    body="{\"prompt\": \"def function_$start(n):\\n\", \"max_tokens\": $tokens, \"temperature\": 0, \"ignore_eos\": true, \"stream\": $stream}"
    status=$(curl -sS -m 60 -o "$folder/$start" -w '%{http_code}' "$url/v1/completions" -H 'Content-Type: application/json' \
        -d "$body" 2>"$folder/$start.error")
    if [ "$status" = 200 ] && grep -q '"finish_reason": *"length"' "$folder/$start"; then
        result=answered
    fi
    echo "$start $(($(now) - start)) $result $status $stream" >>"$folder/requests"
    [ $result = answered ] || tail -c 300 "$folder/$start" >"$folder/lost-$start"
    rm -f "$folder/$start" "$folder/$start.error"
}

trickle() {
    local stream=false
    while [ -e "$folder/on" ]; do
        ask $stream &
        [ $stream = true ] && stream=false || stream=true
        sleep "$interval"
    done
    wait
}

is_ready() {
    case $1 in
        *kafka*) [ "$("$engine" inspect -f '{{.State.Running}}' "$1")" = true ] ;;
        *) "$engine" exec "$1" /opt/llamaline/healthy.sh >/dev/null 2>&1 ;;
    esac
}

kill_one() {
    local victim=$1 pid killed back end
    pid=$("$engine" inspect -f '{{.State.Pid}}' "$victim") || exit 1
    killed=$(now)
    kill -9 "$pid" || exit 1
    until [ "$("$engine" inspect -f '{{.State.Pid}}' "$victim")" != "$pid" ] && is_ready "$victim"; do
        sleep 0.2
        if [ $(($(now) - killed)) -gt 120000 ]; then
            echo "$victim did not come back" && exit 1
        fi
    done
    back=$(($(now) - killed))
    sleep "$quiet_seconds"
    end=$(now)
    echo "$victim $killed $back $end" >>"$folder/kills"
}

report() {
    awk -v kills="$folder/kills" '
        { start[NR] = $1; took[NR] = $2; result[NR] = $3; stream[NR] = $5 }
        function line(what, from, to, back,   i, n, lost, cut, slowest, first, wait, before) {
            for (i = 1; i <= NR; i++) {
                if (start[i] < from && start[i] + took[i] > from) { before++; if (result[i] == "lost") cut++ }
                if (start[i] < from || start[i] >= to) continue
                n++
                if (result[i] == "lost") lost++
                if (took[i] > slowest) slowest = took[i]
                if (result[i] == "answered" && (!first || start[i] + took[i] < first)) first = start[i] + took[i]
            }
            printf "%-26s %7s %9d %5d %12s %9d %9s\n", what, back, n, lost, cut + 0 " of " before + 0, slowest, first ? first - from : "-"
        }
        END {
            printf "%-26s %7s %9s %5s %12s %9s %9s\n", "killed", "back", "requests", "lost", "cut in flight", "slowest", "first"
            low = start[1]
            while ((getline kill < kills) > 0) {
                split(kill, part, " ")
                if (low) { line("(none)", low, part[2], "-"); low = 0 }
                line(part[1], part[2], part[4], part[3])
            }
        }' <(sort -n "$folder/requests")
    echo "Milliseconds. lost: of requests that began after the kill. first: the first answer to one of those."
}

touch "$folder/on"
trickle &
sleep "$quiet_seconds"
for victim in "${victims[@]}"; do
    kill_one "$victim"
done
rm "$folder/on"
wait
report
for lost in "$folder"/lost-*; do
    [ ! -e "$lost" ] || { echo "$lost: $(cat "$lost")"; }
done
# A stream through the gateway that dies is cut; whatever else is lost fails the run.
awk '$3 == "lost" && $5 == "false" { failed = 1 } END { exit failed }' "$folder/requests"
