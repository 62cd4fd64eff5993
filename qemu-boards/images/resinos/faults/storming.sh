# A service that logs three thousand lines each ten minutes.
cat >"$1/etc/systemd/system/storming.service" <<'UNIT'
[Unit]
Description=Logs more than anyone reads
After=multi-user.target

[Service]
ExecStart=/bin/sh -c 'while sleep 600; do n=0; while [ $n -lt 3000 ]; do n=$((n + 1)); echo "line $n of a storm that nobody will ever read to its end"; done; done'
UNIT
ln -s ../storming.service "$1/etc/systemd/system/multi-user.target.wants/storming.service"
