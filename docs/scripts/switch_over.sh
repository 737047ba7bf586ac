#!/bin/sh
# switch_over.sh URL TOKEN LAB.yaml: a VF comes and goes under a flow, losing nothing. Needs curl.
set -eu
api="$1/api/v1" token="$2" lab="$3"
ask() { # METHOD PATH [BODY [TYPE]]
  curl -sS ${HNSWITCH_CA:+--cacert "$HNSWITCH_CA"} --fail-with-body --max-time 60 --retry 5 --retry-connrefused -X "$1" "$api$2" \
    -H "Authorization: Bearer $token" -H "Content-Type: ${4:-application/json}" -H "If-Match: *" --data-binary "${3:-{\}}"
}
ask PUT /lab "@$lab" application/yaml > /dev/null
cursor=$(ask GET '/events/since?limit=1000' '' | sed 's/.*"cursor":"\([^"]*\)".*/\1/')
ask POST /flows '{"id":"sh","from":"a:hn0","to":"b:hn0","rate":"500pps"}' > /dev/null
ask POST /nics/a:hn0/actions/attach-vf '{"wait":true}' > /dev/null
ask POST /nics/a:hn0/actions/detach-vf '{"wait":true}' > /dev/null
result=$(ask POST /flows/sh/actions/stop)
# Events resume from a cursor: what happened meanwhile is read now, and none is missed.
ask GET "/events/since?cursor=$cursor&limit=1000" '' | grep -q 'hnswitch.nic.path-changed'
ask POST /lab/actions/destroy > /dev/null
case "$result" in
*'"lost":0,'*) echo "lost 0: $result" ;;
*) echo "frames were lost: $result" >&2; exit 1 ;;
esac
