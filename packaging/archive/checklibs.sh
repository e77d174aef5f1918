#!/bin/sh
# Says what this system lacks to run the program: glibc 2.34, libstdc++ 6 of GCC 9, OpenSSL 3.
set -e
version=$(ldd --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9.]*\)$/\1/p')
older() { [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
problems=
if [ -z "$version" ]; then problems="$problems
  - this is no system with glibc (ldd --version says nothing); the program is not built for musl"
elif older "$version" 2.34; then problems="$problems
  - glibc is $version, and 2.34 is the oldest that will do (Debian 12, Ubuntu 22.04, Fedora 35, RHEL 9)"; fi
for library in libstdc++.so.6 libgcc_s.so.1 libssl.so.3; do
    PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -q "$library" || problems="$problems
  - $library is missing"
done
[ "$(uname -m)" = x86_64 ] || problems="$problems
  - the processor is $(uname -m), and the program is for x86_64"
[ -z "$problems" ] || { echo "emovoid cannot run here:$problems" >&2; exit 1; }
