sed -i 's|^    sync "$STATE/$name.new"$|    true|; s|^    sync -f "$STATE"$|    true|' "$1/device/card.sh"
! grep -q 'sync -f "$STATE"' "$1/device/card.sh"
