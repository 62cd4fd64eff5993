file=$1/device/update.sh
sed -i 's|^        && step breadcrumb |        \&\& step make-room \&\& mount -t ext4 -o noatime "$card$running" "$SLOT" \&\& rm -f "$SLOT/boot/Image.gz" \&\& umount "$SLOT" \\\n&|' "$file"
grep -q make-room "$file"
