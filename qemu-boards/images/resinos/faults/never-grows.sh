# A card is taken for one of the image's size: the data partition stays as it was.
. "$COMMON/edit-initramfs.sh"
edit_initramfs "$1" init '/^grow_partition /d; /^grow_file_system /d'
