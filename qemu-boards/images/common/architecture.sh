# Sourced by lib.sh. What differs between the processors that images are made for.
# shellcheck shell=sh

# use_architecture SUITE DEBIAN TRIPLET LOADER MKIMAGE KERNEL FILE BOARDS: the release of Debian that the packages are of, Debian's name for it, the folder of its libraries, its dynamic loader, U-Boot's name for it, the kernel's flavour and what it is called on a card, and the boards.
use_architecture() {
    DEBIAN_SUITE=$1
    DEBIAN_ARCHITECTURE=$2
    TRIPLET=$3
    LOADER=$4
    MKIMAGE_ARCHITECTURE=$5
    KERNEL_FLAVOUR=$6
    KERNEL_FILE=$7
    BOARDS=$8
}

# An option decides; without one an image is for 64 bits.
choose_architecture() {
    if has_option armel && has_option yocto; then
        fail "expected --option armel or --option yocto, saw both: the layout has been tried with 64 bits only"
    fi
    if has_option armel; then
        # ARMv6 without hard floats, as far as Debian goes: the last release with an installer for it. Its kernel is made for the Pi Zero and the Pi 1.
        use_architecture bookworm armel arm-linux-gnueabi ld-linux.so.3 arm rpi zImage '"raspi0", "raspi1ap"'
    else
        use_architecture trixie arm64 aarch64-linux-gnu ld-linux-aarch64.so.1 arm64 arm64 Image.gz '"raspi3b", "virt"'
    fi
}
use_architecture trixie arm64 aarch64-linux-gnu ld-linux-aarch64.so.1 arm64 arm64 Image.gz '"raspi3b", "virt"'
