sed -i '/^    check_vfat "/d' "$1/device/card.sh"
! grep -q '    check_vfat' "$1/device/card.sh"
