#!/bin/sh
# Builds the probe: U-Boot, kernel and an initramfs that names the slot and version it finds. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
. "$COMMON/debian.sh"
. "$COMMON/kernel.sh"
. "$COMMON/initramfs.sh"
. "$COMMON/card.sh"

# The root holds what U-Boot loads from it and what the probe reads from it.
make_root() {
    mkdir -p "$1/boot" "$1/etc" "$1/sbin"
    cp "$KERNEL_TREE/boot/$KERNEL_FILE" "$1/boot/"
    cp "$WORK/initramfs.img" "$1/boot/initramfs"
    printf 'NAME="Brownout probe"\nID=brownout-probe\nVERSION_ID="%s"\nVARIANT_ID=%s\n' "$VERSION" "$VARIANT" >"$1/etc/os-release"
    # Never run: its presence is what makes this root one that can be started.
    install -m 755 "$RECIPE/init" "$1/sbin/init"
}

# The boot partition holds what a scenario has the probe do.
EXTRA_INITRAMFS_MODULES='vfat nls_cp437 nls_ascii'
RECIPE=$(cd "$(dirname "$0")" && pwd)
become_root_for_packing "$@"
need_host_tools
parse_options "$@"
begin_work
# shellcheck disable=SC2086 # five words
lay_out_card $CARD_SIZES
fetch_boot_packages
make_initramfs "$WORK/initramfs.img" "$RECIPE/init"
make_boot_files "$WORK/boot-files"
make_card_boot "$WORK/card-boot" "$WORK/boot-files"
make_root "$WORK/root"
plant_fault "$WORK/root"
mkdir -p "$WORK/parts" "$WORK/image"
make_partitions
assemble_card "$WORK/image/card.img" "$WORK/parts"
write_manifest "$WORK/image" probe "$BOOT_LIST"
deliver "$WORK/image"
