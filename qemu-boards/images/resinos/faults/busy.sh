# What only tests have in an image: a program that stands for its user's, and writes to the data partition all the time, whatever else goes on. Its records are numbered, and each is
# on the card before the next is begun, beside a quarter of a mebibyte of other data.
cat >"$1/usr/lib/resin/busy" <<'SCRIPT'
#!/bin/sh
set -eu
mkdir -p /mnt/data/busy
cd /mnt/data/busy
number=0
[ ! -f records ] || number=$(wc -l <records)
while sleep 1; do
    dd if=/dev/zero of=ballast bs=64k count=4 conv=fsync status=none
    number=$((number + 1))
    echo "record $number" >>records
    sync records
done
SCRIPT
chmod 755 "$1/usr/lib/resin/busy"
cat >"$1/etc/systemd/system/busy.service" <<'UNIT'
[Unit]
Description=A program that writes all the time
RequiresMountsFor=/mnt/data

[Service]
ExecStart=/usr/lib/resin/busy
UNIT
ln -s ../busy.service "$1/etc/systemd/system/multi-user.target.wants/busy.service"
