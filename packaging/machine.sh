# A machine for packaging/test-install.sh, which reads this file: Debian in a folder, systemd as its first process, namespaces of its own for processes,
# mounts, cgroups and network. `boot`, `power_off`, `inside COMMAND…`; wants $suite, and sets $root and $work.
root=$(realpath -m "artifacts/test-install/$suite")
work=$(mktemp -d)
holder= machine=
trap 'power_off; rm -rf "$work"' EXIT

# Debian's root with what every server has, made once.
unpack_root() {
  local kept=artifacts/roots/root-$suite.tar.zst
  if [ ! -f "$kept" ]; then
    mkdir -p artifacts/roots
    debootstrap --variant=minbase --include=systemd,ca-certificates,curl,tzdata "$suite" "$work/root" "${MIRROR:-http://deb.debian.org/debian}" > "$work/debootstrap.log" ||
      { tail -n 5 "$work/debootstrap.log" >&2; return 1; }
    chroot "$work/root" apt-get clean
    tar --zstd -cf "$kept" -C "$work/root" .
    rm -rf "$work/root"
  fi
  rm -rf "$root"
  mkdir -p "$root/packages"
  tar --zstd -xf "$kept" -C "$root"
  # Debian's images keep services from starting while they are built; this is a machine.
  rm -f "$root/usr/sbin/policy-rc.d"
}

# Each control group hierarchy of this machine gives the one inside a place of its own.
enter_groups='for hierarchy in $(awk "\$3 ~ /^cgroup/ { print \$2 }" /proc/mounts); do
  mkdir -p "$hierarchy/emovoid-test" && { cat "$hierarchy/cpuset.cpus" > "$hierarchy/emovoid-test/cpuset.cpus"; cat "$hierarchy/cpuset.mems" > "$hierarchy/emovoid-test/cpuset.mems"; } 2>/dev/null
  echo $$ > "$hierarchy/emovoid-test/cgroup.procs" || true
done'

mount_all='set -e
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do touch dev/$device; mount --bind /dev/$device dev/$device; done
mkdir dev/pts dev/shm
mount -t tmpfs tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
exec env -i container=emovoid-test PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . /lib/systemd/systemd --unit=multi-user.target'

boot() {
  bash -c "$enter_groups"'; exec unshare --fork --pid --mount --cgroup --net --ipc --uts --propagation private --kill-child bash -c "$0" systemd "$1"' "$mount_all" "$root" > "$work/boot.log" 2>&1 &
  holder=$!
  local limit=$((SECONDS + 120))
  machine=
  until [ -n "$machine" ] && { inside systemctl is-system-running 2>/dev/null || true; } | grep -qE 'running|degraded'; do
    [ $SECONDS -lt $limit ] || { echo "systemd does not come up:" >&2; cat "$work/boot.log" >&2; return 1; }
    kill -0 $holder || { cat "$work/boot.log" >&2; return 1; }
    machine=$(pgrep -P $holder | head -n 1 || true)
    sleep 0.5
  done
}

inside() { nsenter --target "$machine" --pid --mount --cgroup --net --ipc --uts --root --wd=/ env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }

# As a machine is switched off: services are stopped, then the rest.
power_off() {
  [ -n "$holder" ] || return 0
  [ -z "$machine" ] || inside systemctl stop emovoid.service 2>/dev/null || true
  kill -KILL "$holder" 2>/dev/null || true
  wait "$holder" 2>/dev/null || true
  holder= machine=
  # Empty groups are all that is left.
  for hierarchy in $(awk '$3 ~ /^cgroup/ { print $2 }' /proc/mounts); do
    [ ! -d "$hierarchy/emovoid-test" ] || find "$hierarchy/emovoid-test" -depth -type d -exec rmdir {} \; 2>/dev/null || true
  done
}
