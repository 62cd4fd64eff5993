# A service that notes the time on the state partition each ten seconds.
cat >"$1/etc/systemd/system/chatty.service" <<'UNIT'
[Unit]
Description=Notes the time on flash
After=multi-user.target

[Service]
ExecStart=/bin/sh -c 'while sleep 10; do date >/mnt/state/heartbeat; sync -f /mnt/state; done'
UNIT
ln -s ../chatty.service "$1/etc/systemd/system/multi-user.target.wants/chatty.service"
