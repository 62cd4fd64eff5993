# Sourced. The initramfs: busybox, the modules that reach the card, and an init of ours.
# shellcheck shell=sh

CARD_MODULES='bcm2835 bcm2835_wdt virtio_blk virtio_mmio ext4'

# make_initramfs FILE INIT [PROGRAM...]: programs are paths in the boot packages; their libraries come along.
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
    unpack_files "$BOOT_LIST" busybox-static "$WORK/busybox" ./usr/bin/busybox
    cp "$WORK/busybox/usr/bin/busybox" "$root/usr/bin/"
    for applet in sh mount umount switch_root modprobe cat grep sed sleep dd od printf sync mkdir ln date blockdev test tr cut reboot; do
        ln -s busybox "$root/usr/bin/$applet"
    done
    # shellcheck disable=SC2086 # a list of words
    copy_modules "$root" $CARD_MODULES
    [ $# = 0 ] || add_programs "$root" "$@"
    cp "$COMMON/initramfs/functions" "$root/"
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
    mkdir -p "$root/usr/lib/aarch64-linux-gnu"
    cp -L "$tree/usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1" "$root/usr/lib/"
}

# copy_libraries TREE ROOT FILE: what FILE and its libraries name as NEEDED, found in Debian's folder for the architecture.
copy_libraries() {
    objdump -p "$3" 2>/dev/null | sed -n 's/^ *NEEDED *//p' | while read -r library; do
        source=$1/usr/lib/aarch64-linux-gnu/$library
        wanted=$2/usr/lib/aarch64-linux-gnu/$library
        [ ! -e "$wanted" ] || continue
        [ -e "$source" ] || fail "expected the library $library for $(basename "$3") among the packages, it is not there"
        mkdir -p "$(dirname "$wanted")"
        cp -L "$source" "$wanted"
        copy_libraries "$1" "$2" "$source"
    done
}
