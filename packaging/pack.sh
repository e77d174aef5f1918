#!/usr/bin/env bash
# Makes the packages of a published folder: .deb, .tar.zst, bill of materials, SHA256SUMS. packaging/build.sh calls it.
#   packaging/pack.sh PUBLISHED-FOLDER cpu|cuda|none
# The same published folder and commit give the same bytes: names sorted, root as owner, the commit's time. MAINTAINER="Name <address>" signs the .deb.
set -euo pipefail
umask 022
export LC_ALL=C TZ=UTC
cd "$(dirname "$0")/.."
published=$(realpath "$1") backend=$2
maintainer=${MAINTAINER:-The EmoVoid.Daemon authors <emovoid@localhost>}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
for program in dpkg-deb zstd jq gzip; do
  command -v $program >/dev/null || { echo "$program is missing (Debian: dpkg, zstd, jq, gzip)" >&2; exit 1; }
done

upstream=$("$published/emovoidd" --version | cut -d+ -f1)
# As dpkg orders them: 0.2.0~rc1 before 0.2.0, and a build with another libtorch takes the place of the usual one.
version=${upstream/-/\~}$([ "$backend" = cpu ] || echo "+$backend")
packages=artifacts/packages stage=artifacts/packages/.stage
mkdir -p $packages
rm -rf $stage
tree=$stage/tree
doc=$tree/usr/share/doc/emovoid

copy() { install -D -m "$1" "$2" "$3"; }

lay_out_program() {
  mkdir -p $tree/usr/lib $tree/usr/bin
  cp -a "$published" $tree/usr/lib/emovoid
  ln -s ../lib/emovoid/emovoidd $tree/usr/bin/emovoidd
  for unit in emovoid.service emovoid-inbox.path emovoid-inbox.service; do copy 0644 systemd/$unit $tree/usr/lib/systemd/system/$unit; done
  copy 0644 systemd/restart-steps.conf $tree/usr/lib/emovoid/systemd/restart-steps.conf
  copy 0644 systemd/emovoid.sysusers.conf $tree/usr/lib/sysusers.d/emovoid.conf
  copy 0644 systemd/emovoid.tmpfiles.conf $tree/usr/lib/tmpfiles.d/emovoid.conf
  copy 0640 packaging/emovoid.json $tree/etc/emovoid/emovoid.json
}

# Man pages and completions are written by the program itself.
lay_out_manual() {
  [ -x packaging/man.sh ] || return 0
  local made=$stage/man
  mkdir -p $made
  packaging/man.sh $made "$published/emovoidd"
  copy 0644 $made/emovoidd.1 $tree/usr/share/man/man1/emovoidd.1
  copy 0644 $made/emovoid.toml.5 $tree/usr/share/man/man5/emovoid.toml.5
  gzip -9n $tree/usr/share/man/man*/*
  copy 0644 $made/emovoidd.bash $tree/usr/share/bash-completion/completions/emovoidd
  copy 0644 $made/_emovoidd $tree/usr/share/zsh/vendor-completions/_emovoidd
  copy 0644 $made/emovoidd.fish $tree/usr/share/fish/vendor_completions.d/emovoidd.fish
}

# The changelog's newest section, in dpkg's form.
changelog() {
  echo "emovoid ($version) unstable; urgency=medium"
  echo
  awk '/^## / { if (section++) exit } section && /^- / { sub(/^- /, "  * "); print }' CHANGELOG.md | fold -s -w 74 | sed 's/ *$//; s/^\([^ ]\)/    \1/'
  echo
  echo " -- $maintainer  $(date -R -u -d "@$SOURCE_DATE_EPOCH")"
}

# What the libraries' authors ask to be passed on, from the packages that are inside.
licenses() {
  local cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
  jq -r '.libraries | keys[]' "$published"/emovoidd.deps.json "$published"/trainer/EmoVoid.Trainer.deps.json | sed 's|^runtimepack\.||' > $stage/libraries
  [ ! -e "$published/trainer/libtorch" ] || sed -n 's|.*Include="\(libtorch-cpu-linux-x64\)" Version="\([^"]*\)".*|\1/\2|p' Directory.Packages.props >> $stage/libraries
  sort -u $stage/libraries | while IFS=/ read -r name number; do
    [ -d "$cache/${name,,}/$number" ] || continue # a project of this program
    find "$cache/${name,,}/$number" -maxdepth 1 -type f \( -iname 'LICEN[SC]E*' -o -iname '*NOTICE*' -o -iname 'COPYING*' \) | sort | while IFS= read -r text; do
      copy 0644 "$text" "$doc/licenses/$name/$(basename "$text")"
    done
  done
}

lay_out_documents() {
  mkdir -p $doc
  changelog | gzip -9n > $doc/changelog.gz
  copy 0644 packaging/debian/copyright $doc/copyright
  copy 0644 NOTICE $doc/NOTICE
  copy 0644 README.md $doc/README.md
  for page in docs/*.md; do copy 0644 "$page" "$doc/$(basename "$page")"; done
  for example in packaging/examples/*; do copy 0644 "$example" "$doc/examples/$(basename "$example")"; done
  copy 0644 packaging/grafana/emovoid.json $doc/examples/grafana.json
  licenses
}

# Everything has the commit's time: of what came from elsewhere as well.
same_times() { find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +; }

torch_sentence() {
  case $backend in
  cpu) echo "libtorch for the CPU is inside; for a GPU see install.md." ;;
  cuda) echo "libtorch for CUDA is inside." ;;
  none) echo "libtorch is not inside: EMOVOID_LIBTORCH names that of an installed PyTorch." ;;
  esac
}

make_deb() {
  local deb=$stage/deb
  cp -a $tree $deb
  mkdir $deb/DEBIAN
  sed -e "s|@VERSION@|$version|" -e "s|@MAINTAINER@|$maintainer|" -e "s|@TORCH@|$(torch_sentence)|" -e "s|@SIZE@|$(du -k -s --apparent-size $tree | cut -f1)|" \
    packaging/debian/control > $deb/DEBIAN/control
  copy 0644 packaging/debian/conffiles $deb/DEBIAN/conffiles
  for script in postinst prerm postrm; do copy 0755 packaging/debian/$script $deb/DEBIAN/$script; done
  copy 0644 packaging/debian/lintian-overrides $deb/usr/share/lintian/overrides/emovoid
  (cd $deb && find etc usr -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums && sed -i '\|  etc/emovoid/emovoid.json$|d' DEBIAN/md5sums)
  same_times $deb
  # zstd and not xz: unpacked in seconds; every dpkg reads it that runs where this glibc is. Higher levels save one part in a hundred.
  dpkg-deb --root-owner-group --no-uniform-compression -Zzstd -z9 --build $deb $packages/emovoid_${version}_amd64.deb >/dev/null
  rm -rf $deb
}

make_archive() {
  local name=emovoid-$version-linux-x64
  local folder=$stage/$name
  cp -a $tree $folder
  for script in install uninstall checklibs; do copy 0755 packaging/archive/$script.sh $folder/$script.sh; done
  copy 0644 LICENSE $folder/LICENSE
  same_times $folder
  # One thread: how many there are must not be seen in the bytes.
  tar --sort=name --format=gnu --owner=root:0 --group=root:0 --numeric-owner -C $stage -cf - $name | zstd -q -f --long=27 -9 -T1 -o $packages/$name.tar.zst
  rm -rf $folder
}

lay_out_program
lay_out_manual
lay_out_documents
make_deb
make_archive
packaging/sbom.sh "$published" $packages/emovoid-$version.cdx.json
rm -rf $stage
cd $packages
sha256sum emovoid_${version}_amd64.deb emovoid-$version-linux-x64.tar.zst emovoid-$version.cdx.json > SHA256SUMS
cat SHA256SUMS
