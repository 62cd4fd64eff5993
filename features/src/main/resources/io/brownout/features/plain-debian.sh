#!/bin/sh
# Makes a card image of a plain Debian for a Raspberry Pi 3, with Debian's own tools and with nothing of Brownout's in it.
#
#     sh plain-debian.sh my.img
#     ./brownout boot --image my.img --until login:
#
# Root, since packages are installed into the image. Wants mmdebstrap, arch-test, qemu-user-static, binfmt-support, fdisk, dosfstools, mtools, e2fsprogs.
set -eu

[ $# = 1 ] || {
    echo "usage: $0 IMAGE" >&2
    exit 2
}
image=$1
for program in mmdebstrap sfdisk mkfs.vfat mcopy mke2fs; do
    command -v "$program" >/dev/null || {
        echo "$0: $program is missing: apt-get install mmdebstrap arch-test qemu-user-static binfmt-support fdisk dosfstools mtools e2fsprogs" >&2
        exit 3
    }
done
[ -e /proc/sys/fs/binfmt_misc/register ] || mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
[ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] || update-binfmts --enable qemu-aarch64

scratch=$(mktemp -d)
# mmdebstrap mounts /proc, /sys and parts of /dev in the new root, and starts much: in namespaces of its own all that goes with it, however it ends, and nothing is removed through a mount.
trap 'rm -rf --one-file-system "$scratch" "$image.part"' EXIT
trap 'exit 3' HUP INT TERM
root=$scratch/root

# An initramfs with the drivers of this board's card: to copy all there are takes an emulated processor half an hour.
unshare --mount --propagation private --pid --fork --kill-child mmdebstrap --quiet --architectures=arm64 --variant=minbase \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d"' \
    --essential-hook='echo MODULES=list >"$1/etc/initramfs-tools/conf.d/card"' \
    --essential-hook='printf "bcm2835\nmmc_block\next4\n" >"$1/usr/share/initramfs-tools/modules.d/card.conf"' \
    --include=systemd-sysv,udev,login,linux-image-arm64,initramfs-tools \
    --customize-hook='echo plain-debian >"$1/etc/hostname"' \
    --customize-hook='printf "/dev/mmcblk0p2 / ext4 defaults,noatime 0 1\n/dev/mmcblk0p1 /boot/firmware vfat defaults 0 2\n" >"$1/etc/fstab"' \
    --customize-hook='mkdir -p "$1/boot/firmware"' \
    bookworm "$root"

# What Debian's package raspi-firmware, which is not in main, would write.
boot=$scratch/boot
mkdir "$boot"
cp "$root"/boot/vmlinuz-* "$boot/vmlinuz"
cp "$root"/boot/initrd.img-* "$boot/initrd.img"
cp "$root"/usr/lib/linux-image-*/broadcom/bcm2837-rpi-3-b.dtb "$boot"
cat >"$boot/config.txt" <<'EOF'
arm_64bit=1
enable_uart=1
upstream_kernel=1
kernel=vmlinuz
initramfs initrd.img followkernel
EOF
echo 'console=ttyS1,115200 root=/dev/mmcblk0p2 rw rootwait' >"$boot/cmdline.txt"

# One MiB, 256 MiB of FAT32, the rest ext4.
truncate -s 256M "$scratch/boot.fat"
mkfs.vfat -F 32 -s 1 -n BOOT "$scratch/boot.fat" >/dev/null
mcopy -i "$scratch/boot.fat" "$boot"/* ::
mke2fs -q -t ext4 -L root -d "$root" "$scratch/root.ext4" 1791M >/dev/null
truncate -s 2G "$image.part"
printf 'label: dos\nstart=2048, size=524288, type=c\nstart=526336, type=83\n' | sfdisk -q "$image.part"
dd if="$scratch/boot.fat" of="$image.part" bs=1M seek=1 conv=notrunc,sparse status=none
dd if="$scratch/root.ext4" of="$image.part" bs=1M seek=257 conv=notrunc,sparse status=none
mv "$image.part" "$image"
