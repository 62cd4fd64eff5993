#!/bin/sh
# Runs a Docker engine in namespaces of its own: nothing that it does to networks, mounts and processes outlives it or reaches anybody else's.
#   engine.sh HOST_PROCESS FOLDER DATA_ROOT
# HOST_PROCESS lives in the network of the machine; FOLDER takes the socket and what lasts as long as the engine. Between the two networks is a line, whose ends are
# 198.18.N.1 on the machine and 198.18.N.2 here, for the first N that no other engine has; FOLDER/line says N. The range is that for tests of networks (RFC 2544).
# The way out to the internet is slirp4netns, since NAT of the kernel would leave rules in the machine's own network.
set -eu
host=$1 folder=$2 data=$3

on_host() { nsenter --target "$host" --net "$@"; }

if [ "${ENGINE_STAGE-}" != inside ]; then
    ENGINE_STAGE=inside exec unshare --net --mount sh "$0" "$@"
fi
ip link set lo up
# Builds run programs of the devices' processors. What the kernel is told of them it keeps until the machine goes down.
binfmt=/proc/sys/fs/binfmt_misc
[ -e $binfmt/register ] || mount -t binfmt_misc binfmt_misc $binfmt
for processor in aarch64 arm; do
    told=/usr/lib/binfmt.d/qemu-$processor.conf
    [ -e $binfmt/qemu-$processor ] || [ ! -e "$told" ] || cat "$told" >$binfmt/register
done
number=0
until ip link add "brownout-eng$number" type veth peer name "brownout-eng$number" netns "$host" 2>"$folder/line.log"; do
    number=$((number + 1))
    [ $number -lt 100 ] || { echo "no line to the engine: $(cat "$folder/line.log")" >&2; exit 1; }
done
line=brownout-eng$number
ip addr add "198.18.$number.2/30" dev "$line"
ip link set "$line" up
on_host ip addr add "198.18.$number.1/30" dev "$line"
on_host ip link set "$line" up
echo "$number" >"$folder/line"
ip link add containers type bridge
ip addr add 172.30.0.1/24 dev containers
ip link set containers up mtu "$MTU"
mkfifo "$folder/uplink"
on_host slirp4netns --configure --mtu="$MTU" --disable-host-loopback --ready-fd=3 $$ uplink 3>"$folder/uplink" >"$folder/uplink.log" 2>&1 &
[ "$(head -c 1 "$folder/uplink")" = 1 ] || { echo "slirp4netns gives no way out: $(tail -n 1 "$folder/uplink.log")" >&2; exit 1; }
# As process 1 of its namespace: when it ends, or whoever started it, the kernel ends all containers.
exec unshare --pid --fork --kill-child=SIGKILL --mount-proc dockerd --data-root "$data" --exec-root "$folder/exec" --pidfile "$folder/dockerd.pid" \
    --host "unix://$folder/docker.sock" --bridge containers --default-address-pool base=172.31.0.0/16,size=24 --mtu "$MTU" \
    --insecure-registry "198.18.$number.2/30" --log-level warn
