# A release that makes a machine id of its own at its first boot.
. "$COMMON/edit-initramfs.sh"
edit_initramfs "$1" init 's|/mnt/state/machine-id|/mnt/state/machine-id-of-this-release|'
