sed -i 's/-o rw,sync,noatime/-o rw,noatime/' "$1/device/card.sh"
sed -i 's| && sync "$BOOT/.$2.new"||; /^    sync -f "$BOOT"$/d' "$1/device/fat.sh"
! grep -q 'sync' "$1/device/fat.sh" || ! grep -q 'rw,sync' "$1/device/card.sh"
