#!/bin/sh
# Builds the container image of the registry: Debian's docker-registry, its C library and a configuration, for the machine that tests run on. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
RECIPE=$(cd "$(dirname "$0")" && pwd)
. "$COMMON/debian.sh"
. "$COMMON/container.sh"

parse_options "$@"
need apt-get apt dpkg-deb dpkg
for_this_machine
begin_work
fetch_packages "$WORK/solution" docker-registry libc6
tree=$WORK/tree
mkdir -p "$tree/data" "$tree/etc" "$tree/tmp" "$tree/usr/bin" "$tree/usr/lib/$TRIPLET" "$tree/usr/lib64"
chmod 1777 "$tree/tmp"
ln -s usr/lib "$tree/lib"
ln -s usr/lib64 "$tree/lib64"
unpack_files "$WORK/solution" docker-registry "$WORK/stock" ./usr/bin/docker-registry
unpack_files "$WORK/solution" libc6 "$WORK/stock" '*/ld-linux*' '*/libc.so.6'
cp -L "$WORK/stock/usr/bin/docker-registry" "$tree/usr/bin/"
cp -L "$WORK/stock/usr/lib/$TRIPLET/libc.so.6" "$tree/usr/lib/$TRIPLET/"
cp -L "$WORK/stock/usr/lib/$TRIPLET/$LOADER" "$tree/usr/$LOADER_FOLDER/"
cp "$RECIPE/config.yml" "$tree/etc/registry.yml"
say "pack the container image"
make_layer "$tree" "$WORK/image/registry"
pack_container "$WORK/image" "brownout/registry:$VERSION" \
    '{"Entrypoint":["/usr/bin/docker-registry","serve","/etc/registry.yml"],"ExposedPorts":{"5000/tcp":{}},"Volumes":{"/data":{}}}' "$OUTPUT" registry
