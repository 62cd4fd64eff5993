sed -i 's|^    for file in config.txt boot.scr device-type.json image-version-info; do$|    ! cmp -s "$BUNDLE/image-version-info" "$BOOT/image-version-info" \|\| return 0\n    for file in image-version-info config.txt boot.scr device-type.json; do|' "$1/device/update.sh"
grep -q 'in image-version-info config.txt' "$1/device/update.sh"
