#!/usr/bin/env bash
# How long a published daemon takes from its start to READY=1, with a state folder that is made anew: a line a folder with the median of cold starts (nothing of it in
# the page cache; needs root) and of warm ones, in seconds, and its ratio to the first folder's.
#   packaging/measure-start.sh FOLDER [FOLDER…]      ROUNDS=9: of each kind; folders take turns, so that what else the machine does falls on all of them
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-9}
times=$(mktemp -d)
trap 'rm -rf "$times"' EXIT

start() { # start FOLDER: seconds
  local state
  state=$(mktemp -d)
  "$here/notify-listen" --until READY=1 "$1/emovoidd" --state "$state" --urls http://127.0.0.1:0 2>/dev/null | sed -n 's/ READY=1$//p'
  rm -rf "$state"
}
median() { sort -n "$1" | awk '{ at[NR] = $1 } END { print at[int((NR + 1) / 2)] }'; }

for ((round = 1; round <= rounds; round++)); do
  number=0
  for folder in "$@"; do
    number=$((number + 1))
    if sync && echo 3 2>/dev/null > /proc/sys/vm/drop_caches; then start "$folder" >> "$times/cold.$number"; fi
    start "$folder" >> "$times/warm.$number"
  done
done

number=0
for folder in "$@"; do
  number=$((number + 1))
  for kind in cold warm; do
    [ -f "$times/$kind.$number" ] || { echo "$folder: $kind not measured, the page cache cannot be emptied here"; continue; }
    first=$(median "$times/$kind.1") this=$(median "$times/$kind.$number")
    echo "$folder: $kind $this s, $(echo "$this $first" | awk '{ printf "%.2f", $1 / $2 }') of the first ($rounds starts)"
  done
done
