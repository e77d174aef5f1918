#!/usr/bin/env bash
# Makes one folder that runs on any linux-x64 machine without .NET: the daemon, and the trainer with its libtorch beside it.
# Then starts it once, to prove that it runs.
#   packaging/publish.sh [FOLDER]      default: artifacts/emovoid
#   TORCH_BACKEND=cuda takes the libtorch for CUDA along (3 GB more); the default is cpu.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-artifacts/emovoid}")

# Only an earlier result of this script is replaced.
if [ -n "$(ls -A "$out" 2>/dev/null)" ] && [ ! -x "$out/emovoidd" ]; then
  echo "$out holds something else than an earlier emovoidd; name an empty or a new folder" >&2
  exit 1
fi
rm -rf "$out"
publish=(dotnet publish --nologo -v quiet -c Release -r linux-x64 --self-contained -p:DebugType=none "-p:TorchBackend=${TORCH_BACKEND:-cpu}")
# The trainer first: building the daemon builds it too, and would leave the other kind of output behind.
"${publish[@]}" src/EmoVoid.Trainer -o "$out/trainer"
"${publish[@]}" src/EmoVoid.Daemon -o "$out"

echo "proving $out ($(du -sh "$out" | cut -f1))"
state=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$state"' EXIT

"$out/emovoidd" --version

# The trainer answers an empty list of pictures with nothing, which takes all of its native libraries that read pictures.
"$out/trainer/EmoVoid.Trainer" inspect </dev/null

"$out/emovoidd" --state "$state" --urls http://127.0.0.1:0 >"$state/daemon.log" 2>&1 &
daemon=$!
for _ in $(seq 300); do
  url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$state/daemon.log" | head -n 1 || true)
  [ -n "$url" ] && curl -fsS "$url/ping" && break
  kill -0 "$daemon" || { cat "$state/daemon.log"; exit 1; }
  sleep 0.1
done
curl -fsS "$url/health/ready"
kill -TERM "$daemon"
wait "$daemon"
daemon=
echo
echo "runs: $out/emovoidd"
