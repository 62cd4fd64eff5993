# Nobody watches the disk.
rm "$1/etc/systemd/system/multi-user.target.wants/resin-disk-watchdog.service"
