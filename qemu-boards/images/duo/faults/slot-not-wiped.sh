file=$1/device/update.sh
sed -i 's|^    rm -f "$SLOT/boot/initramfs" "$SLOT/boot/initramfs.new"$|    true|; s|^    cp "$BUNDLE/initramfs" "$SLOT/boot/initramfs.new" && sync.*$|    { [ -e "$SLOT/boot/initramfs.new" ] \|\| dd if="$BUNDLE/initramfs" of="$SLOT/boot/initramfs.new" bs=256k conv=fsync 2>/dev/null; } \\|; /cmp -s "$BUNDLE\/initramfs"/d' "$file"
sed -i 's|bs=256k conv=fsync|bs=256k oflag=sync|' "$file"
grep -q 'oflag=sync' "$file" && ! grep -q 'cmp -s "$BUNDLE/initramfs"' "$file"
