#!/bin/sh
# Builds a container image that is as small as an app can be: says a line each second and serves HTTP on port 80. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
RECIPE=$(cd "$(dirname "$0")" && pwd)
. "$COMMON/debian.sh"
. "$COMMON/container.sh"

parse_options "$@"
need apt-get apt dpkg-deb dpkg
begin_work
fetch_packages "$WORK/solution" busybox-static
unpack_files "$WORK/solution" busybox-static "$WORK/stock" ./usr/bin/busybox
mkdir -p "$WORK/tree/bin" "$WORK/tree/www" "$WORK/tree/tmp"
chmod 1777 "$WORK/tree/tmp"
cp "$WORK/stock/usr/bin/busybox" "$WORK/tree/bin/"
for applet in sh sleep httpd echo cat kill wget; do
    ln -s busybox "$WORK/tree/bin/$applet"
done
printf '%s\n' "$VERSION" >"$WORK/tree/www/version"
install -m 755 "$RECIPE/app.sh" "$WORK/tree/app.sh"
say "pack the container image"
make_layer "$WORK/tree" "$WORK/image/app"
pack_container "$WORK/image" "resin/aarch64-sample-app:$VERSION" "{\"Entrypoint\":[\"/app.sh\"],\"Env\":[\"PATH=/bin\",\"APP_VERSION=$VERSION\"],\"WorkingDir\":\"/\"}" "$OUTPUT" app
