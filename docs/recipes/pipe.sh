#!/bin/sh
# Prints what is flagged or blocked, as it comes: tail -f into Ringfence, and its rows into jq (Debian's package jq).
#
#   LISTED=numbers.txt sh pipe.sh calls.jsonl
#
# calls.jsonl grows by a line an event, as in {"caller":"13800138000","callee":"13900139000","time":"2026-03-01T08:00:00Z"}.
# A row leaves within 50 ms of its line; `line` says which one it is of. Numbers are masked, unless --unmask is added.
# SIGTERM to the process ringfence, not to npx, ends it with all that was read, and the pipe with it. Start it again for another list.
# Where ringfence is down the pipe ends: nothing is screened, and nothing waits for it.
#
# From Kafka, and back to it, with Debian's kcat:
#   kcat -C -b localhost -t calls -o end -u | ringfence screen - --format jsonl --out - --quiet | kcat -P -b localhost -t verdicts
set -eu
tail -n +1 -f "$1" |
  ${RINGFENCE:-npx ringfence} screen - --format jsonl --blocklist "$LISTED" --out - --quiet |
  jq -c --unbuffered 'select(.verdict != "allow") | {line, caller, verdict, evidence}'
