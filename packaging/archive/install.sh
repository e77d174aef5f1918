#!/bin/sh
# Installs EmoVoid.Daemon from this folder, or brings an installed one to this version; needs root and systemd. uninstall.sh takes it away again.
# On Debian and Ubuntu take the .deb. Options: --no-start leaves the service as it is.
set -e
cd "$(dirname "$0")"
here=$PWD
start=yes
case "${1:-}" in
"") ;;
--no-start) start=no ;;
*) echo "usage: $0 [--no-start]" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "install.sh writes to /usr and /etc: run it as root" >&2; exit 1; }
if command -v dpkg >/dev/null && dpkg -s emovoid >/dev/null 2>&1; then
    echo "emovoid is installed as a package here; bring that up to date instead: apt install ./emovoid_VERSION_amd64.deb" >&2
    exit 1
fi
for program in systemd-sysusers systemd-tmpfiles; do
    command -v $program >/dev/null || { echo "$program is missing; this script is for systems with systemd" >&2; exit 1; }
done
sh checklibs.sh

running() { [ -d /run/systemd/system ]; }
# A daemon must not start the trainer of another version. Stopping saves every run, and the next start goes on with it.
if running && systemctl is-active --quiet emovoid.service; then systemctl stop emovoid.service; fi

# What an earlier version had and this one has not goes. Files of a version are named in its manifest.
if [ -f /usr/lib/emovoid/MANIFEST ]; then sh "$here/uninstall.sh" --keep-configuration --quiet; fi

find usr -type d -exec install -d -m 0755 "/{}" \;
(cd usr && find . \( -type f -o -type l \) -print) | while IFS= read -r file; do cp -P --preserve=mode,timestamps "usr/$file" "/usr/${file#./}"; done
(find usr \( -type f -o -type l \) -print; echo usr/lib/emovoid/MANIFEST) | sed 's|^|/|' > /usr/lib/emovoid/MANIFEST
install -m 0755 uninstall.sh /usr/lib/emovoid/uninstall.sh
echo /usr/lib/emovoid/uninstall.sh >> /usr/lib/emovoid/MANIFEST

systemd-sysusers emovoid.conf
systemd-tmpfiles --create emovoid.conf
install -d -m 0755 /etc/emovoid
if [ ! -e /etc/emovoid/emovoid.json ]; then
    install -o root -g emovoid -m 0640 etc/emovoid/emovoid.json /etc/emovoid/emovoid.json
elif ! cmp -s etc/emovoid/emovoid.json /etc/emovoid/emovoid.json; then
    install -o root -g emovoid -m 0640 etc/emovoid/emovoid.json /etc/emovoid/emovoid.json.new
    echo "your /etc/emovoid/emovoid.json stays; this version's is beside it as emovoid.json.new"
fi

version=$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')
if [ "${version:-0}" -ge 254 ]; then
    install -d /usr/lib/systemd/system/emovoid.service.d
    ln -sf ../../../emovoid/systemd/restart-steps.conf /usr/lib/systemd/system/emovoid.service.d/restart-steps.conf
    echo /usr/lib/systemd/system/emovoid.service.d/restart-steps.conf >> /usr/lib/emovoid/MANIFEST
fi
if running; then systemctl daemon-reload; fi
[ $start = yes ] || { echo "installed; start it with: systemctl enable --now emovoid"; exit 0; }
systemctl enable --quiet emovoid.service
if running; then
    systemctl start emovoid.service || { echo "installed, but the service did not start; it says why: journalctl -u emovoid -n 20" >&2; exit 1; }
fi
echo "installed: $(/usr/bin/emovoidd --version). Inbox: /var/lib/emovoid/inbox, settings: /etc/emovoid/emovoid.json, page: http://127.0.0.1:8787/"
