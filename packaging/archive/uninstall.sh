#!/bin/sh
# Takes away what install.sh has installed. State (/var/lib/emovoid), settings (/etc/emovoid) and the user stay; what to do about them is said at the end.
set -e
keep=no quiet=no
for option in "$@"; do
    case $option in
    --keep-configuration) keep=yes ;; # for an upgrade: the service stays enabled
    --quiet) quiet=yes ;;
    *) echo "usage: $0" >&2; exit 2 ;;
    esac
done
[ "$(id -u)" = 0 ] || { echo "uninstall.sh takes away files of root: run it as root" >&2; exit 1; }
manifest=/usr/lib/emovoid/MANIFEST
[ -f $manifest ] || { echo "$manifest is not there: nothing that install.sh has installed" >&2; exit 1; }

if [ -d /run/systemd/system ] && systemctl is-active --quiet emovoid.service; then systemctl stop emovoid.service; fi
if [ $keep = no ]; then systemctl disable --quiet emovoid.service || true; fi

list=$(mktemp)
trap 'rm -f "$list"' EXIT
cp $manifest "$list"
while IFS= read -r file; do
    case $file in /usr/*) rm -f "$file" ;; esac
done < "$list"
for folder in /usr/lib/emovoid /usr/share/doc/emovoid /usr/lib/systemd/system/emovoid.service.d; do
    [ ! -d $folder ] || find $folder -depth -type d -empty -delete
done
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
[ $quiet = yes ] || cat <<'END'
uninstalled. Left are your data and settings; when you want them gone, too:
  sudo rm -r /var/lib/emovoid /etc/emovoid     # every data set, LoRA and model in there
  sudo userdel emovoid
END
