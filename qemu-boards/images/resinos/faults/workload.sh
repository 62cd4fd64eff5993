# What only tests have in an image: a service that runs a script of the data partition, as the last of a boot. It stands for the user's own program.
cat >"$1/etc/systemd/system/workload.service" <<'UNIT'
[Unit]
Description=Run the script that a test has put on the data partition
After=multi-user.target resinos-running.service hostapp-update-staged.service
ConditionPathExists=/mnt/data/workload.sh

[Service]
Type=oneshot
ExecStart=/bin/sh /mnt/data/workload.sh
UNIT
ln -s ../workload.service "$1/etc/systemd/system/multi-user.target.wants/workload.service"
