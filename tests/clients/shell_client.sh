#!/usr/bin/env bash
# A client of the control socket that is only socat and jq: what a person types, or a cron job does.
# Speaks TAP. SKEP_SOCKET names the socket.
set -euo pipefail

number=0
ok() {
  number=$((number + 1))
  echo "ok $number - $1"
}
not_ok() {
  number=$((number + 1))
  echo "not ok $number - $1"
  exit 1
}

echo 1..9

# --- one request, one answer: no conversation is needed ---

ask() {
  jq -cn --arg method "$1" --argjson params "${2:-{\}}" \
    '{jsonrpc: "2.0", id: 1, method: $method, params: $params}' |
    socat -t 60 - "UNIX-CONNECT:$SKEP_SOCKET" | head -n 1
}

name='hello says who answers'
[ "$(ask hello | jq -r .result.server)" = skepd ] && ok "$name" || not_ok "$name"

name='describe lists every method as JSON Schema'
ask describe | jq -e '.result.methods["worker.spawn"].params.type == "object"' >/dev/null &&
  ok "$name" || not_ok "$name"

name='a mistake is an error with a code and a kind'
ask worker.terminate '{"worker": 999999}' | jq -e '.error.data.kind == "no-such-worker"' >/dev/null &&
  ok "$name" || not_ok "$name"

name='an answer that comes later still comes, though the request ended the input'
source='onmessage = () => { console.log("asked"); close(); };'
worker=$(ask worker.spawn "$(jq -cn --arg source "$source" '{source: $source, detached: true}')" |
  jq .result.worker)
ask worker.wait "{\"worker\": $worker}" | jq -e '.result.reason == "closed"' >/dev/null &
waiting=$!
# The request to wait is there before the worker is asked to end: a wait for one that has ended is
# answered at once.
ask worker.post "{\"worker\": $worker, \"data\": 0}" >/dev/null
wait "$waiting" && ok "$name" || not_ok "$name"

# --- a conversation: requests out, answers and events in ---

coproc SKEP { socat -t 60 - "UNIX-CONNECT:$SKEP_SOCKET"; }
socat_pid=$SKEP_PID

say() { printf '%s\n' "$1" >&"${SKEP[1]}"; }

# Reads on until a line fits the jq filter; the line is left in $line.
until_line() {
  while IFS= read -r -u "${SKEP[0]}" line; do
    if jq -e "$1" >/dev/null <<<"$line"; then return 0; fi
  done
  echo "# nothing fitted: $1"
  return 1
}

source='onmessage = async e => postMessage(await skep.call("greet", e.data));'
name='a worker is spawned from source text'
say "$(jq -cn --arg source "$source" '{jsonrpc: "2.0", id: 2, method: "worker.spawn",
  params: {source: $source, subscribe: {types: ["message", "exit"]}}}')"
until_line '.id == 2 and .result.worker > 0' && ok "$name" || not_ok "$name"
worker=$(jq .result.worker <<<"$line")

name='this script offers the worker a function'
say '{"jsonrpc":"2.0","id":3,"method":"host.register","params":{"functions":["greet"]}}'
until_line '.id == 3 and has("result")' && ok "$name" || not_ok "$name"

name='the worker calls it with what was posted'
say "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"worker.post\",\"params\":{\"worker\":$worker,\"data\":\"hive\"}}"
until_line '.method == "host.call" and .params.function == "greet" and .params.arguments == ["hive"]' &&
  ok "$name" || not_ok "$name"

name='what this script answers comes out of the worker'
say "$(jq -c '{jsonrpc: "2.0", id: .id, result: ("hello " + .params.arguments[0])}' <<<"$line")"
until_line '.params.type == "message" and .params.data == "hello hive"' && ok "$name" || not_ok "$name"

name='terminated, it tells why it is gone'
say "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"worker.terminate\",\"params\":{\"worker\":$worker}}"
until_line ".params.type == \"exit\" and .params.worker == $worker and .params.reason == \"terminated\"" &&
  ok "$name" || not_ok "$name"

kill "$socat_pid"
