#!/usr/bin/env bash
# Writes what is inside the program as a bill of materials (CycloneDX 1.6, JSON) that any scanner reads.
#   packaging/sbom.sh PUBLISHED-FOLDER FILE
# CycloneDX's own tool for .NET reads the restored project, and asks nobody for licences. Three things it cannot know are put right after it: .NET itself, a libtorch
# that is copied, not referred to; packages for other systems, of which nothing is shipped; and a time that is the commit's, so that the bytes are the same.
set -euo pipefail
cd "$(dirname "$0")/.."
published=$1 file=$2
: "${SOURCE_DATE_EPOCH:?the time of the commit}"
tools=artifacts/tools
[ -x $tools/dotnet-CycloneDX ] || dotnet tool install CycloneDX --version 6.3.1 --tool-path $tools >/dev/null

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Of the daemon, which also builds the trainer.
$tools/dotnet-CycloneDX src/EmoVoid.Daemon/EmoVoid.Daemon.csproj --no-serial-number --exclude-dev --runtime linux-x64 --spec-version 1.6 \
  --output-format Json --output "$work" --filename bom.json >"$work/log" || { cat "$work/log" >&2; exit 1; }

shipped() { jq -r '.libraries | keys[]' "$published"/emovoidd.deps.json "$published"/trainer/EmoVoid.Trainer.deps.json | sed -n 's|^runtimepack\.||p'; }
libtorch() { [ ! -e "$published/trainer/libtorch/libtorch.so" ] || sed -n 's|.*Include="\(libtorch-cpu-linux-x64\)" Version="\([^"]*\)".*|\1/\2|p' Directory.Packages.props; }
more=$( (shipped; libtorch) | sort -u | jq -Rn '[inputs | split("/") | { type: "library", name: .[0], version: .[1], scope: "required", purl: "pkg:nuget/\(.[0])@\(.[1])", "bom-ref": "pkg:nuget/\(.[0])@\(.[1])",
  licenses: [{ license: { id: (if (.[0] | startswith("libtorch")) then "BSD-3-Clause" else "MIT" end) } }] }]')
jq --argjson more "$more" --arg version "$("$published/emovoidd" --version | cut -d+ -f1)" --arg time "$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)" '
  def elsewhere: test("NativeAssets\\.(Win32|macOS)@");
  .metadata.timestamp = $time
  | .metadata.component |= (.name = "emovoid" | .version = $version)
  | .components = ([.components[] | select(.purl | elsewhere | not)] + $more | sort_by(.purl))
  | .dependencies = [.dependencies[] | select(.ref | elsewhere | not) | if .dependsOn then .dependsOn |= map(select(elsewhere | not)) else . end]
' "$work/bom.json" > "$file"
