# A release that finds its state by the label that ResinOS's own cards have, whatever its card's maker has called it.
. "$COMMON/edit-initramfs.sh"
edit_initramfs "$1" init 's|^    mount_or_report "$(label_of 5)" -t ext4 "$(partition 5)" |    mount_or_report resin-state -t ext4 LABEL=resin-state |'
