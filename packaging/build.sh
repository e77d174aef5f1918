#!/usr/bin/env bash
# Makes the packages, from a clean clone: artifacts/packages/emovoid_VERSION_amd64.deb, emovoid-VERSION-linux-x64.tar.zst, a bill of materials, SHA256SUMS.
#   packaging/build.sh [cpu|cuda|none]     which libtorch is inside; default: cpu
#   VERSION=1.2.3 is another version than that of Directory.Build.props.
# Needs the .NET 10 SDK and, of Debian, binutils curl dpkg jq zstd.
set -euo pipefail
cd "$(dirname "$0")/.."
backend=${1:-cpu}
[ -z "$(git status --porcelain 2>/dev/null)" ] || echo "note: the tree has changes that are not committed; the packages name the commit all the same" >&2
TORCH_BACKEND=$backend packaging/publish.sh artifacts/emovoid
packaging/pack.sh artifacts/emovoid "$backend"
