# The kernel is not told of the volume with firmware.
rm "$1/etc/systemd/system/sysinit.target.wants/resin-extra-firmware.service"
