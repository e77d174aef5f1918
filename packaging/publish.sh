#!/usr/bin/env bash
# Makes one folder that runs on any linux-x64 machine without .NET: the daemon, and the trainer with its libtorch beside it.
# Then starts it once, to prove that it runs.
#   packaging/publish.sh [FOLDER]      default: artifacts/emovoid
#   TORCH_BACKEND=cuda takes the libtorch for CUDA along (3 GB more), none takes no libtorch (see EMOVOID_LIBTORCH); the default is cpu.
#   VERSION=1.2.3 is another version than that of Directory.Build.props.
set -euo pipefail
umask 022
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-artifacts/emovoid}")
backend=${TORCH_BACKEND:-cpu}
case $backend in cpu | cuda | none) ;; *) echo "TORCH_BACKEND is '$backend'; it is cpu, cuda or none" >&2; exit 1 ;; esac
for program in dotnet strip curl; do
  command -v "$program" >/dev/null || { echo "$program is missing (Debian: dotnet-sdk-10.0, binutils, curl)" >&2; exit 1; }
done

# Only an earlier result of this script is replaced.
if [ -n "$(ls -A "$out" 2>/dev/null)" ] && [ ! -x "$out/emovoidd" ]; then
  echo "$out holds something else than an earlier emovoidd; name an empty or a new folder" >&2
  exit 1
fi
# What an earlier build left has other paths or another version in it.
rm -rf "$out" artifacts/package-build
publish=(dotnet publish --nologo -v quiet -c Release -r linux-x64 --self-contained -p:ForPackage=true "-p:TorchBackend=$backend" ${VERSION:+"-p:Version=$VERSION"})
# The trainer first: building the daemon builds it too, and would leave the other kind of output behind.
"${publish[@]}" src/EmoVoid.Trainer -o "$out/trainer"
"${publish[@]}" src/EmoVoid.Daemon -o "$out"
rm -f "$out"/*.staticwebassets.endpoints.json "$out"/web.config

# The symbols are for debuggers: a fifth of libtorch. What the loader needs stays.
find "$out" -name '*.so*' -type f -exec strip --strip-unneeded --preserve-dates {} +

# Daemon and trainer have one .NET: a file of the trainer that is the same as the daemon's becomes a link to it.
find "$out/trainer" -maxdepth 1 -type f -printf '%f\0' | while IFS= read -r -d '' name; do
  if cmp -s "$out/$name" "$out/trainer/$name"; then ln -sf "../$name" "$out/trainer/$name"; fi
done

# As every package has them: programs may be run, the rest is read.
find "$out" -type d -exec chmod 0755 {} +
find "$out" -type f -exec chmod 0644 {} +
chmod 0755 "$out/emovoidd" "$out/trainer/EmoVoid.Trainer"

echo "proving $out ($(du -sh "$out" | cut -f1))"
state=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$state"' EXIT

"$out/emovoidd" --version

# The trainer answers an empty list of pictures with nothing, which takes all of its native libraries that read pictures.
"$out/trainer/EmoVoid.Trainer" inspect </dev/null
# libtorch loads; without one of its own, the trainer says where it looked. CUDA's needs no GPU for this.
[ "$backend" = none ] || "$out/trainer/EmoVoid.Trainer" devices | tee "$state/devices"
[ "$backend" = none ] || grep -q '"cpu"' "$state/devices"

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
