# Sourced. The kernel, its modules and the boot files, all from Debian's packages. BOOT_LIST is the package solution they come from.
# shellcheck shell=sh

# fetch_boot_packages: kernel, U-Boot and the programs of the initramfs. Sets BOOT_LIST and KERNEL_TREE, a kernel unpacked once and kept in the cache.
fetch_boot_packages() {
    BOOT_LIST=$WORK/boot-packages
    # shellcheck disable=SC2046 # one word or two
    fetch_packages "$WORK/solution" "linux-image-$KERNEL_FLAVOUR" $(boot_loaders) busybox-static e2fsprogs dosfstools
    # No maintainer script runs, so what only they would use is left out.
    grep -E '^(linux-image-|u-boot-|busybox-static|e2fsprogs|dosfstools|libc6|libext2fs2t64|libext2fs2|libcom-err2|libblkid1|libuuid1) ?' "$WORK/solution" >"$BOOT_LIST"
    kernel_deb=$(awk '$1 ~ /^linux-image-6/ { print $3 }' "$BOOT_LIST")
    [ -n "$kernel_deb" ] || fail "expected a package linux-image-6… in Debian $DEBIAN_SUITE, found none"
    KERNEL_TREE=$CACHE/kernel/$(basename "$kernel_deb" .deb)
    mkdir -p "$CACHE/kernel"
    with_lock kernel unpack_kernel_locked "$kernel_deb"
    KERNEL_RELEASE=$(basename "$KERNEL_TREE"/usr/lib/modules/*)
}

# Debian's packages of U-Boot for the boards.
boot_loaders() {
    echo u-boot-rpi
    [ "$DEBIAN_ARCHITECTURE" != arm64 ] || echo u-boot-qemu
}

# The module index is depmod's work, which Debian leaves to the installation.
unpack_kernel_locked() {
    [ ! -d "$KERNEL_TREE" ] || return 0
    say "unpack the kernel"
    rm -rf "$KERNEL_TREE.new"
    mkdir -p "$KERNEL_TREE.new"
    dpkg-deb -x "$1" "$KERNEL_TREE.new" || fail "expected to unpack $(basename "$1"), and could not: is the disk full?"
    # Before Debian 13 a kernel's modules lay in /lib.
    [ ! -d "$KERNEL_TREE.new/lib" ] || { cp -al "$KERNEL_TREE.new/lib/." "$KERNEL_TREE.new/usr/lib/" && rm -r "$KERNEL_TREE.new/lib"; }
    release=$(basename "$KERNEL_TREE.new"/usr/lib/modules/*)
    ln -s usr/lib "$KERNEL_TREE.new/lib"
    depmod -b "$KERNEL_TREE.new" "$release" || fail "expected depmod to index the kernel's modules, and it could not"
    # The emulated SD host is read word by word: a third of the bytes is a third of the time. A kernel for 32 bits is compressed as it comes, and unpacks itself.
    if [ "$DEBIAN_ARCHITECTURE" = arm64 ]; then
        gzip -9nc "$KERNEL_TREE.new/boot/vmlinuz-$release" >"$KERNEL_TREE.new/boot/$KERNEL_FILE"
    else
        cp "$KERNEL_TREE.new/boot/vmlinuz-$release" "$KERNEL_TREE.new/boot/$KERNEL_FILE"
    fi
    mv "$KERNEL_TREE.new" "$KERNEL_TREE"
}

# module_closure NAME...: the paths of the modules and of those they need, needed ones first.
module_closure() {
    for module in "$@"; do
        modprobe -d "$KERNEL_TREE" -S "$KERNEL_RELEASE" -C /dev/null --show-depends "$module" \
            || fail "expected the kernel module $module in $KERNEL_RELEASE, found none"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++'
}

# Checking a signature costs more emulated time than all else in loading ext4, and the kernel's keys are not read in at start (boot.cmd).
# The layout at the end of a module is the kernel's struct module_signature: 12 bytes, the last four its length, then the magic string.
strip_signature() {
    [ "$(tail -c 28 "$1" | tr -d '\0')" = "~Module signature appended~" ] || return 0
    # shellcheck disable=SC2046 # four numbers
    set -- "$1" $(tail -c 32 "$1" | head -c 4 | od -An -tu1)
    truncate -s "-$((28 + 12 + ($2 << 24) + ($3 << 16) + ($4 << 8) + $5))" "$1"
}

# copy_modules TREE NAME...: unpacked (busybox knows no xz modules), with an index of their own.
copy_modules() {
    tree=$1
    shift
    base=$tree/usr/lib/modules/$KERNEL_RELEASE
    mkdir -p "$base"
    module_closure "$@" | while read -r path; do
        target=$base/${path#*/modules/"$KERNEL_RELEASE"/}
        mkdir -p "$(dirname "$target")"
        case $path in
            *.xz) xz -dc "$path" >"${target%.xz}" ;;
            *) cp "$path" "$target" ;;
        esac
        strip_signature "${target%.xz}"
    done
    cp "$KERNEL_TREE/usr/lib/modules/$KERNEL_RELEASE/modules.builtin" "$KERNEL_TREE/usr/lib/modules/$KERNEL_RELEASE/modules.order" \
        "$KERNEL_TREE/usr/lib/modules/$KERNEL_RELEASE/modules.builtin.modinfo" "$base/"
    mkdir -p "$WORK/depmod/lib"
    ln -sfn "$tree/usr/lib/modules" "$WORK/depmod/lib/modules"
    depmod -b "$WORK/depmod" "$KERNEL_RELEASE" || fail "expected depmod to index the image's modules, and it could not"
    # The binary twins of the index serve kmod only and double its size.
    find "$base" -maxdepth 1 -type f ! -name modules.dep ! -name modules.alias ! -name modules.builtin ! -name modules.symbols -delete
}

# index_modules_for_udev TREE: all of the index again, since udev's library reads nothing but the binary twins.
index_modules_for_udev() {
    for list in modules.order modules.builtin.modinfo; do
        cp "$KERNEL_TREE/usr/lib/modules/$KERNEL_RELEASE/$list" "$1/usr/lib/modules/$KERNEL_RELEASE/"
    done
    depmod -b "$WORK/depmod" "$KERNEL_RELEASE" || fail "expected depmod to index the image's modules, and it could not"
}

# boot_loader PACKAGE BOARD FILE: the U-Boot that a package has for a board.
boot_loader() {
    unpack_files "$BOOT_LIST" "$1" "$WORK/u-boot" "./usr/lib/u-boot/$2/u-boot.bin"
    cp "$WORK/u-boot/usr/lib/u-boot/$2/u-boot.bin" "$3"
}

# device_trees FOLDER NAME...: the kernel's, which for 64 bits keeps them in a folder for each vendor.
device_trees() {
    to=$1
    shift
    for name in "$@"; do
        find "$KERNEL_TREE/usr/lib/linux-image-$KERNEL_RELEASE" -name "$name.dtb" -exec cp {} "$to/" \;
        [ -e "$to/$name.dtb" ] || fail "expected the device tree $name.dtb in $KERNEL_RELEASE, found none"
    done
}

# boot_part FILE: of boot/, or what takes its place in this layout or on this architecture.
boot_part() {
    if has_option yocto && [ -e "$COMMON/boot-yocto/$1" ]; then
        echo "$COMMON/boot-yocto/$1"
    elif [ -e "$COMMON/boot-$DEBIAN_ARCHITECTURE/$1" ]; then
        echo "$COMMON/boot-$DEBIAN_ARCHITECTURE/$1"
    else
        echo "$COMMON/boot/$1"
    fi
}

# The boot script as it is written.
boot_script() {
    ! has_option yocto || cat "$COMMON/boot-yocto/first.cmd"
    cat "$COMMON/boot/boot.cmd"
}

# name_as_yocto FOLDER: meta-raspberrypi's conf/machine/include/rpi-base.inc puts U-Boot where a kernel is looked for, which for 64 bits is kernel8.img, and the words for a kernel into cmdline.txt.
name_as_yocto() {
    mv "$1/u-boot-rpi3.bin" "$1/kernel8.img"
    cp "$COMMON/boot-yocto/cmdline.txt" "$1/"
}

# make_boot_files FOLDER: what an update copies to the FAT. Each is a real boot file of one of the boards.
make_boot_files() {
    say "make the boot files"
    mkdir -p "$1/overlays"
    case $DEBIAN_ARCHITECTURE in
        arm64)
            boot_loader u-boot-rpi rpi_3 "$1/u-boot-rpi3.bin"
            boot_loader u-boot-qemu qemu_arm64 "$1/u-boot-virt.bin"
            device_trees "$1" bcm2837-rpi-3-b bcm2837-rpi-3-b-plus bcm2837-rpi-3-a-plus bcm2837-rpi-cm3-io3
            device_type=raspberrypi3-64 device_name='Raspberry Pi 3' device_architecture=aarch64
            ;;
        armel)
            boot_loader u-boot-rpi rpi "$1/u-boot-rpi.bin"
            device_trees "$1" bcm2835-rpi-zero bcm2835-rpi-zero-w bcm2835-rpi-a-plus bcm2835-rpi-b-plus
            device_type=raspberry-pi device_name='Raspberry Pi (v1 / Zero / Zero W)' device_architecture=rpi
            ;;
    esac
    boot_script >"$WORK/boot.cmd"
    mkimage -A "$MKIMAGE_ARCHITECTURE" -T script -C none -n "ResinOS boot script" -d "$WORK/boot.cmd" "$1/boot.scr" >/dev/null
    ! has_option yocto || name_as_yocto "$1"
    mkenvimage -s 0x4000 -o "$1/uboot.env" "$(boot_part uboot-env.txt)"
    cp "$(boot_part config.txt)" "$1/config.txt"
    for source in "$COMMON"/overlays/*.dts; do
        dtc -q -@ -I dts -O dtb -o "$1/overlays/$(basename "$source" .dts).dtbo" "$source"
    done
    # An update writes this one last of the named ones: it tells which release's boot files are there.
    printf 'BALENA_BOARD_REV=%s\nMETA_BALENA_VERSION=%s\n' "$VERSION" "$VERSION" >"$1/image-version-info"
    printf '{\n  "slug": "%s",\n  "name": "%s",\n  "arch": "%s",\n  "image": {"version": "%s"}\n}\n' "$device_type" "$device_name" "$device_architecture" "$VERSION" >"$1/device-type.json"
}

# make_card_boot FOLDER BOOT_FILES: the first content of the FAT: the boot files and the files that hold a card's own state.
make_card_boot() {
    mkdir -p "$1"
    cp -r "$2/." "$1/"
    : >"$1/balena-image"
    printf 'resin_root_part=2\nupgrade_available=0\n' >"$1/resinOS_uEnv.txt"
    printf 'extra_os_cmdline=\n' >"$1/extra_uEnv.txt"
}
