#!/bin/sh
# Builds duo, the smallest device with two slots and an update: its whole OS is the initramfs. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
RECIPE=$(cd "$(dirname "$0")" && pwd)
. "$COMMON/debian.sh"
. "$COMMON/kernel.sh"
. "$COMMON/initramfs.sh"
. "$COMMON/card.sh"

# base_initramfs: sets BASE, what no release and no fault changes; made once and kept, since packing it is most of a build.
base_initramfs() {
    key=$({
        sed 's/ [^ ]*$//' "$BOOT_LIST"
        hash_of_tree "$COMMON"
        cat "$RECIPE/build.sh" "$RECIPE/init"
    } | sha256sum | cut -c1-16)
    BASE=$CACHE/trees/duo-$key.initramfs
    mkdir -p "$CACHE/trees"
    with_lock trees make_base_locked
}

make_base_locked() {
    [ ! -e "$BASE" ] || return 0
    EXTRA_INITRAMFS_MODULES='vfat nls_cp437 nls_ascii'
    make_initramfs "$WORK/base.img" "$RECIPE/init" usr/sbin/fsck.fat usr/sbin/e2fsck
    find "$CACHE/trees" -maxdepth 1 -name 'duo-*.initramfs' -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d' ' -f2- | xargs -r rm -f
    mv "$WORK/base.img" "$BASE.new"
    mv "$BASE.new" "$BASE"
}

# What a fault may change: the device's own scripts, its boot script, and what the file systems are made with.
make_tree() {
    mkdir -p "$1/usr/bin" "$1/etc"
    cp -r "$RECIPE/device" "$1/"
    boot_script >"$1/boot.cmd"
    name_partitions "$1"
    printf '%s\n' "$VERSION" >"$1/etc/version"
    basename "$KERNEL_TREE" >"$1/etc/kernel"
    case $VERSION in
        *-unhealthy) : >"$1/etc/unhealthy" ;;
        *-dead) : >"$1/etc/dead" ;;
    esac
    for applet in cp mv rm cmp md5sum reboot; do
        ln -s busybox "$1/usr/bin/$applet"
    done
}

# The boot files that an update replaces: small ones, each other in every release.
make_release_files() {
    mkdir -p "$2"
    mkimage -A "$MKIMAGE_ARCHITECTURE" -T script -C none -n "boot script of $VERSION" -d "$1/boot.cmd" "$2/boot.scr" >/dev/null
    {
        cat "$(boot_part config.txt)"
        printf '# of release %s\n' "$VERSION"
    } >"$2/config.txt"
    cp "$WORK/boot-files/device-type.json" "$WORK/boot-files/image-version-info" "$2/"
    (cd "$2" && md5sum -- *) >"$1/etc/boot-files"
}

# The device's own part comes first and uncompressed: the kernel takes one archive after the other.
pack_initramfs() {
    stamp_tree "$1"
    (cd "$1" && find . ! -name boot.cmd | sort | cpio --quiet --reproducible -R 0:0 -H newc -o) >"$2"
    cat "$BASE" >>"$2"
}

make_slot() {
    mkdir -p "$1/boot"
    cp "$KERNEL_TREE/boot/$KERNEL_FILE" "$1/boot/"
    basename "$KERNEL_TREE" >"$1/boot/kernel"
}

# The kernel stays where it is, in both slots, as long as it is the one that the release was made for.
make_bundle() {
    mkdir -p "$1"
    cp "$WORK/initramfs.img" "$1/initramfs"
    cp "$WORK/release-files"/* "$1/"
    printf 'version=%s\nkernel=%s\n' "$VERSION" "$(basename "$KERNEL_TREE")" >"$1/manifest"
    (cd "$1" && md5sum initramfs boot.scr config.txt device-type.json image-version-info manifest >checksums)
}

become_root_for_packing "$@"
need_host_tools
parse_options "$@"
begin_work
# The partitions of resinos, each as small as its file system may be.
lay_out_card 128 16 28 12 20
fetch_boot_packages
base_initramfs
make_boot_files "$WORK/boot-files"
make_tree "$WORK/tree"
plant_fault "$WORK/tree"
make_release_files "$WORK/tree" "$WORK/release-files"
pack_initramfs "$WORK/tree" "$WORK/initramfs.img"
make_slot "$WORK/root"
cp "$WORK/initramfs.img" "$WORK/root/boot/initramfs"
# Both slots hold the kernel; the rest is as everywhere.
make_slot "$WORK/card-root_b"
make_card_boot "$WORK/card-boot" "$WORK/boot-files"
cp "$WORK/release-files"/* "$WORK/card-boot/"
printf '{"deviceType": "raspberrypi3-64", "osVersion": "%s"}\n' "$VERSION" >"$WORK/card-boot/config.json"
mkdir -p "$WORK/parts" "$WORK/image"
make_bundle "$WORK/image/update"
say "make the file systems"
make_partitions
assemble_card "$WORK/image/card.img" "$WORK/parts"
write_manifest "$WORK/image" duo "$BOOT_LIST"
deliver "$WORK/image"
