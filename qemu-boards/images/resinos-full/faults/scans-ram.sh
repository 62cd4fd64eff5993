# Disks in RAM are looked at like all others.
sed -i '/^KERNEL=="ram/d' "$1/usr/lib/udev/rules.d/61-resin-disks.rules"
! grep -q '^KERNEL=="ram' "$1/usr/lib/udev/rules.d/61-resin-disks.rules"
