# A device that finds that its power was cut keeps 4 MiB of what it knows of that, each time.
cat >"$1/usr/lib/resin/after-a-cut" <<'SCRIPT'
#!/bin/sh
[ -e /mnt/data/was-on ] || { touch /mnt/data/was-on; exit 0; }
mkdir -p /mnt/data/dumps
dd if=/dev/zero of="/mnt/data/dumps/$(ls /mnt/data/dumps | wc -l)" bs=1M count=4 conv=fsync status=none
SCRIPT
chmod 755 "$1/usr/lib/resin/after-a-cut"
cat >"$1/etc/systemd/system/after-a-cut.service" <<'UNIT'
[Unit]
Description=What is done after the power was cut
RequiresMountsFor=/mnt/data
Before=busy.service

[Service]
Type=oneshot
RemainAfterExit=true
ExecStart=-/usr/lib/resin/after-a-cut
ExecStop=rm /mnt/data/was-on
UNIT
ln -s ../after-a-cut.service "$1/etc/systemd/system/multi-user.target.wants/after-a-cut.service"
