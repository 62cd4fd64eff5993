# The root is mounted so that it can be written to.
. "$COMMON/edit-initramfs.sh"
edit_initramfs "$1" init 's/^mount -t ext4 -o ro "$(root_device)"/mount -t ext4 -o rw "$(root_device)"/'
