# A release whose boot loader, boot script and device tree differ from those of other versions, as after an update of kernel and U-Boot: what a Pi 3 cannot start without. Nobody
# reads what follows the end of each.
version=$(sed -n 's/^VERSION_ID="\(.*\)"/\1/p' "$1/usr/lib/os-release")
[ -n "$version" ]
for file in u-boot-rpi3.bin boot.scr bcm2837-rpi-3-b.dtb; do
    [ -f "$1/resin-boot/$file" ]
    printf '\n# of release %s\n' "$version" >>"$1/resin-boot/$file"
done
