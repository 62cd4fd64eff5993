sed -i '/^    check_vfat resin-boot/d' "$1/device/card.sh"
! grep -q '    check_vfat' "$1/device/card.sh"
