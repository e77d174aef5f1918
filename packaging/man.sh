#!/usr/bin/env bash
# Writes the manual pages and the completions of a built emovoidd.
#   packaging/man.sh OUTDIR [EMOVOIDD]      default: $EMOVOIDD, or emovoidd as packaging/publish.sh made it, in artifacts/emovoid
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
out=${1:?name a folder for the pages}
emovoidd=${2:-${EMOVOIDD:-$here/artifacts/emovoid/emovoidd}}
# The day of the source and not of the build: the same source makes the same pages.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || true)}
export SOURCE_DATE_EPOCH

mkdir -p "$out"
"$emovoidd" generate man >"$out/emovoidd.1"
"$emovoidd" generate toml-man >"$out/emovoid.toml.5"
"$emovoidd" completion bash >"$out/emovoidd.bash"
"$emovoidd" completion zsh >"$out/_emovoidd"
"$emovoidd" completion fish >"$out/emovoidd.fish"
