# The rules for disks are left out of the image.
rm "$1/usr/lib/udev/rules.d/61-resin-disks.rules"
