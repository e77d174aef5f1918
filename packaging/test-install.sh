#!/usr/bin/env bash
# Installs the packages in a fresh Debian with systemd as its first process, and walks through a service's life: a line a step, exit code 1 when one fails.
#   packaging/test-install.sh [bookworm|trixie]
# Needs root, debootstrap, and the packages of packaging/build.sh; takes minutes. Debian's root is kept in artifacts/roots. The machine inside has its own
# processes, mounts and network, without a way out. NEXT=FILE.deb is a package of a later version; left out, one is built from this commit with one more migration.
# DEB=FILE and ARCHIVE=FILE are other packages than those in artifacts/packages.
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
deb=${DEB:-artifacts/packages/emovoid_${version}_amd64.deb}
archive=${ARCHIVE:-artifacts/packages/emovoid-$version-linux-x64.tar.zst}
later=99.0.0
next=${NEXT:-artifacts/test-install/emovoid_${later}_amd64.deb}
[ "$(id -u)" = 0 ] || { echo "test-install.sh mounts and changes roots: run it as root" >&2; exit 1; }
for program in debootstrap jq nsenter zstd; do command -v $program >/dev/null || { echo "$program is missing (Debian: debootstrap jq util-linux zstd)" >&2; exit 1; }; done
for file in "$deb" "$archive"; do [ -f "$file" ] || { echo "$file is not there; packaging/build.sh makes it" >&2; exit 1; }; done
. packaging/machine.sh

# ---- What is needed before

# The same program with one more migration, as a later version may have.
build_next() {
  [ ! -f "$next" ] || return 0
  local clone=artifacts/test-install/next
  rm -rf $clone
  git clone -q . $clone
  echo 'create table of_the_next_version (id integer primary key);' > $clone/src/EmoVoid.Core/Persistence/Migrations/9999-of-the-next-version.sql
  VERSION=$later $clone/packaging/build.sh cpu
  cp "$clone/artifacts/packages/$(basename "$next")" "$next"
}

# ---- What is looked at

failed=0
step() { # step SENTENCE COMMAND…
  local sentence=$1 begin=$SECONDS
  shift
  if "$@" > "$work/step.log" 2>&1; then
    printf 'ok    %s (%s s)\n' "$sentence" $((SECONDS - begin))
  else
    printf 'FAIL  %s (%s s)\n' "$sentence" $((SECONDS - begin))
    sed 's/^/      /' "$work/step.log" | tail -n 25
    failed=$((failed + 1))
  fi
}

api() { inside curl -fsS "http://127.0.0.1:8787$1"; }
until_true() { # until_true SECONDS COMMAND…
  local limit=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $limit ] || return 1
    sleep 0.5
  done
}
is_active() { [ "$(inside systemctl is-active emovoid.service)" = active ]; }
serves() { is_active && api /api/v1/health >/dev/null && inside systemctl show -p StatusText emovoid.service | grep -E 'idle|training|preparing|finishing|measuring'; }
serves_version() { serves && inside journalctl -u emovoid --no-pager -n 50 | grep -F "$1"; }
run_state() { api "/api/v1/runs/$1" | jq -r .state; }
run_step() { api "/api/v1/runs/$1" | jq .progress.step; }
has_reached() { [ "$(run_step "$1")" -ge "$2" ] 2>/dev/null; }
is_done() { [ "$(run_state "$1")" = completed ]; }
journal_says() { inside journalctl -u emovoid --no-pager | grep -E "$1"; }

# The demo's pictures, for so many steps, as a person puts them there: with that person's owner and modes.
drop() { # drop USER NAME STEPS
  inside runuser -u "$1" -- sh -ec '
    umask 022
    cp -r /usr/lib/emovoid/demo "/tmp/$1"
    sed -i -e "s/^name .*/name = \"$1\"/" -e "s/^steps .*/steps = $2/" -e "s/^save_every .*/save_every = 20/" -e "/^\[sample\]/,\$d" "/tmp/$1/emovoid.toml"
    printf "[sample]\ncount = 0\n" >> "/tmp/$1/emovoid.toml"
    cp -r "/tmp/$1" /var/lib/emovoid/inbox/' sh "$2" "$3"
}

# ---- The steps

installs() {
  inside apt-get install -y --no-install-recommends "/packages/$(basename "$deb")"
  inside dpkg -s emovoid | grep -F 'install ok installed'
}
has_its_place() {
  inside sh -ec '
    test "$(stat -c "%U:%G %a" /var/lib/emovoid)" = "emovoid:emovoid 750"
    test "$(stat -c "%U:%G %a" /var/lib/emovoid/inbox)" = "emovoid:emovoid 2770"
    test "$(stat -c "%U:%G %a" /etc/emovoid/emovoid.json)" = "root:emovoid 640"
    test "$(getent passwd emovoid | cut -d: -f6,7)" = /var/lib/emovoid:/usr/sbin/nologin
    emovoidd --version
    test -z "$(find /var/lib/emovoid ! -user emovoid)"'
}
unit_is_clean() {
  inside systemd-analyze verify /usr/lib/systemd/system/emovoid.service
  test -z "$(inside systemd-analyze verify /usr/lib/systemd/system/emovoid.service 2>&1)"
  inside systemd-analyze security --no-pager emovoid.service | tail -n 1
  inside systemd-analyze security --no-pager --threshold=25 emovoid.service >/dev/null
}
is_enabled() { [ "$(inside systemctl is-enabled emovoid.service)" = enabled ]; }
runs_as_its_user() {
  local pid
  pid=$(inside systemctl show -p MainPID --value emovoid.service)
  inside sh -ec "test \"\$(ps -o user= -p $pid 2>/dev/null || stat -c %U /proc/$pid)\" = emovoid; grep -q 'NoNewPrivs:.1' /proc/$pid/status; grep -q 'CapEff:.0000000000000000' /proc/$pid/status"
}
trains_to_the_end() {
  drop kim small 24
  until_true 420 is_done small || { api /api/v1/runs/small; api /api/v1/inbox; journal_says .; return 1; }
  inside test -s /var/lib/emovoid/output/small/recommended.safetensors
  inside runuser -u kim -- head -c 8 /var/lib/emovoid/output/small/recommended.safetensors >/dev/null
}
survives_a_reboot() {
  power_off
  boot
  until_true 120 serves
  is_done small
}
starts_a_long_run() {
  drop root long 900
  until_true 300 has_reached long 30 || { api /api/v1/runs/long; return 1; }
}
keeps_an_edit() {
  inside sed -i 's/^  "EmoVoid": {/  "EmoVoid": {\n    "Niceness": 7/' /etc/emovoid/emovoid.json
  inside cat /etc/emovoid/emovoid.json
}
upgrades_while_training() {
  before=$(run_step long)
  inside apt-get install -y --no-install-recommends "/packages/$(basename "$next")"
  until_true 120 serves_version "$later"
  inside grep -F '"Niceness": 7' /etc/emovoid/emovoid.json
  test "$(inside stat -c '%U:%G %a' /etc/emovoid/emovoid.json)" = 'root:emovoid 640'
  journal_says '9999-of-the-next-version'
}
goes_on_after_the_upgrade() {
  until_true 300 has_reached long $((before + 5)) || { api /api/v1/runs/long; return 1; }
  # From its save and not from its beginning.
  until_true 300 journal_says "Run long: training .* going on after step [1-9]"
}
refuses_a_downgrade_in_words() {
  inside apt-get install -y --allow-downgrades --no-install-recommends "/packages/$(basename "$deb")"
  inside dpkg -s emovoid | grep -F 'install ok installed'
  ! is_active
  journal_says 'was made by a newer EmoVoid.Daemon'
  test "$(inside systemctl show -p ExecMainStatus --value emovoid.service)" = 78
}
goes_on_when_upgraded_again() {
  inside apt-get install -y --no-install-recommends "/packages/$(basename "$next")"
  until_true 120 serves
  until_true 900 is_done long || { api /api/v1/runs/long; return 1; }
}
is_the_same_as_undisturbed() {
  inside runuser -u emovoid -- emovoidd rerun /var/lib/emovoid/output/long/receipt.json --out /tmp/rerun --state /var/lib/emovoid
}
leaves_data_when_removed() {
  inside apt-get remove -y emovoid
  ! is_active
  inside test ! -e /usr/lib/emovoid/emovoidd
  inside test -s /var/lib/emovoid/output/small/recommended.safetensors -a -s /var/lib/emovoid/emovoid.db -a -s /etc/emovoid/emovoid.json
}
purges_its_own_alone() {
  inside sh -ec 'mkdir -p /var/lib/emovoid/work/undone/dataset && echo picture > /var/lib/emovoid/work/undone/dataset/a.png'
  inside apt-get purge -y emovoid
  inside sh -ec '
    test ! -e /etc/emovoid -a ! -e /var/lib/emovoid/emovoid.db -a ! -e /var/lib/emovoid/cache -a ! -e /var/lib/emovoid/work
    test -s /var/lib/emovoid/output/small/recommended.safetensors -a -s /var/lib/emovoid/returned/undone/a.png
    getent passwd emovoid'
}
purges_all_when_nothing_is_left() {
  inside rm -rf /var/lib/emovoid
  inside apt-get install -y --no-install-recommends "/packages/$(basename "$deb")"
  until_true 120 serves
  inside apt-get purge -y emovoid
  inside sh -ec 'test ! -e /var/lib/emovoid -a ! -e /etc/emovoid; ! getent passwd emovoid'
}
archive_installs() {
  tar --zstd -xf "$archive" -C "$root/packages"
  inside "/packages/$(basename "$archive" .tar.zst)/install.sh"
  until_true 120 serves
  is_enabled
}
archive_upgrades() {
  keeps_an_edit
  inside "/packages/$(basename "$archive" .tar.zst)/install.sh"
  until_true 120 serves
  inside grep -F '"Niceness": 7' /etc/emovoid/emovoid.json
}
archive_uninstalls() {
  inside /usr/lib/emovoid/uninstall.sh
  inside sh -ec 'test ! -e /usr/lib/emovoid -a ! -e /usr/bin/emovoidd -a ! -e /usr/lib/systemd/system/emovoid.service -a -s /var/lib/emovoid/emovoid.db'
}

mkdir -p artifacts/test-install
build_next
unpack_root
cp "$deb" "$next" "$root/packages/"
boot
inside useradd --create-home kim
echo "$suite: $(inside systemctl --version | head -n 1)"

step "apt installs the package" installs
step "READY=1: the service is active and answers" until_true 120 serves
step "user, folders and configuration have their owners and modes" has_its_place
step "it is enabled for the next boot" is_enabled
step "the unit is clean, exposure at most 2.5" unit_is_clean
step "the process is emovoid's, without privileges" runs_as_its_user
inside usermod -a -G emovoid kim
step "a folder dropped by a member of the group is trained to the end" trains_to_the_end
step "after a reboot the service is there, and its run" survives_a_reboot
step "a folder dropped by root is a long run at work" starts_a_long_run
step "an edit of the configuration" keeps_an_edit
step "an upgrade in the middle of the run: schema migrated, edit kept" upgrades_while_training
step "the run goes on from its save" goes_on_after_the_upgrade
step "a downgrade installs, and the daemon refuses in words" refuses_a_downgrade_in_words
step "upgraded again, the run ends" goes_on_when_upgraded_again
step "its LoRA has the bits of a training that nothing disturbs (emovoidd rerun)" is_the_same_as_undisturbed
step "remove leaves data and configuration" leaves_data_when_removed
step "purge takes the daemon's own, and leaves pictures and LoRAs" purges_its_own_alone
step "where nothing is left, purge takes the folder and the user" purges_all_when_nothing_is_left
step "the archive's install.sh" archive_installs
step "install.sh again, with an edited configuration" archive_upgrades
step "uninstall.sh takes the program and leaves the data" archive_uninstalls
[ $failed -eq 0 ] || { echo "$failed steps failed"; exit 1; }
echo "all steps went well"
