#!/bin/sh
# Builds a base for apps that is as small as can be: Debian's busybox, under the names of its commands. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
. "$COMMON/debian.sh"
. "$COMMON/container.sh"

parse_options "$@"
need apt-get apt dpkg-deb dpkg
begin_work
fetch_packages "$WORK/solution" busybox-static
unpack_files "$WORK/solution" busybox-static "$WORK/stock" ./usr/bin/busybox
tree=$WORK/tree
mkdir -p "$tree/bin" "$tree/etc" "$tree/tmp" "$tree/root"
chmod 1777 "$tree/tmp"
echo 'root:x:0:0:root:/root:/bin/sh' >"$tree/etc/passwd"
echo 'root:x:0:' >"$tree/etc/group"
cp "$WORK/stock/usr/bin/busybox" "$tree/bin/"
for applet in awk cat chmod cp cut date echo env expr grep gzip head httpd kill ln ls mkdir mv nc nslookup ps printf rm sed seq sh sleep sort stat tail tar test touch tr true uname vi wc wget; do
    ln -s busybox "$tree/bin/$applet"
done
say "pack the container image"
make_layer "$tree" "$WORK/image/busybox"
pack_container "$WORK/image" "resin/aarch64-busybox:$VERSION" '{"Cmd":["/bin/sh"],"Env":["PATH=/bin"],"WorkingDir":"/root"}' "$OUTPUT" busybox
