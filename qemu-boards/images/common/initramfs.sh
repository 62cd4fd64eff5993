# Sourced. The initramfs: busybox, the modules that reach the card, and an init of ours.
# shellcheck shell=sh

CARD_MODULES='bcm2835 bcm2835_wdt virtio_blk virtio_mmio ext4'
EXTRA_INITRAMFS_MODULES=''
EXTRA_INITRAMFS_FILES=''

# make_initramfs FILE INIT [PROGRAM...]: EXTRA_INITRAMFS_MODULES and the folder EXTRA_INITRAMFS_FILES may add to it; programs are paths in the boot packages; their libraries come along.
make_initramfs() {
    say "make the initramfs"
    target=$1
    init=$2
    shift 2
    root=$WORK/initramfs
    mkdir -p "$root/dev" "$root/proc" "$root/sys" "$root/run" "$root/mnt" "$root/etc" "$root/usr/bin"
    ln -s usr/bin "$root/bin"
    ln -s usr/bin "$root/sbin"
    ln -s usr/lib "$root/lib"
    # Before Debian 13 it lay in /bin.
    unpack_files "$BOOT_LIST" busybox-static "$WORK/busybox" './*bin/busybox'
    find "$WORK/busybox" -name busybox -type f -exec cp {} "$root/usr/bin/" \;
    for applet in sh mount umount switch_root modprobe cat grep sed sleep dd od printf sync mkdir ln date blockdev test tr cut tail; do
        ln -s busybox "$root/usr/bin/$applet"
    done
    # shellcheck disable=SC2086 # a list of words
    copy_modules "$root" $CARD_MODULES $EXTRA_INITRAMFS_MODULES
    [ $# = 0 ] || add_programs "$root" "$@"
    cp "$COMMON/initramfs/functions" "$root/"
    [ -z "$EXTRA_INITRAMFS_FILES" ] || cp -r "$EXTRA_INITRAMFS_FILES/." "$root/"
    install -m 755 "$init" "$root/init"
    printf '%s\n' "$IMAGE_EPOCH" >"$root/etc/epoch"
    stamp_tree "$root"
    # cpio --reproducible settles inode numbers and devices; the order is ours.
    (cd "$root" && find . | sort | cpio --quiet --reproducible -R 0:0 -H newc -o) | zstd -q -19 -c >"$target"
}

# Libraries are named by what the programs ask for, so nothing is carried in vain.
add_programs() {
    root=$1
    shift
    tree=$WORK/initramfs-programs
    awk '$1 !~ /^(linux-image|u-boot|busybox)/' "$BOOT_LIST" >"$WORK/initramfs-packages"
    unpack_packages "$WORK/initramfs-packages" "$tree"
    for program in "$@"; do
        cp "$tree/$program" "$root/usr/bin/"
        copy_libraries "$tree" "$root" "$tree/$program"
    done
    mkdir -p "$root/usr/lib/$TRIPLET"
    cp -L "$tree/usr/lib/$TRIPLET/$LOADER" "$root/usr/lib/"
}

# copy_libraries TREE ROOT FILE: what FILE and its libraries name as NEEDED, found in Debian's folders for the architecture or beside FILE, as plug-ins have them.
copy_libraries() {
    objdump -p "$3" 2>/dev/null | sed -n 's/^ *NEEDED *//p' | while read -r library; do
        path=usr/lib/$TRIPLET/$library
        [ -e "$1/$path" ] || path=usr/lib/$TRIPLET/systemd/$library
        [ -e "$1/$path" ] || path=$(cd "$1" && find usr/lib/$TRIPLET -path "*/$(basename "$(dirname "$3")")/$library")
        [ ! -e "$2/$path" ] || continue
        [ -e "$1/$path" ] || fail "expected the library $library for $(basename "$3") among the packages, it is not there"
        mkdir -p "$2/$(dirname "$path")"
        cp -L "$1/$path" "$2/$path"
        copy_libraries "$1" "$2" "$1/$path"
    done
}
