file=$1/device/update.sh
sed -i 's|^    rm -f "$SLOT/boot/initramfs" "$SLOT/boot/initramfs.new"$|    true|; s|^    cp "$BUNDLE/initramfs" "$SLOT/boot/initramfs.new" && sync.*$|    { [ -e "$SLOT/boot/initramfs.new" ] \|\| { : >"$SLOT/boot/initramfs.new" \&\& sync -f "$SLOT" \&\& cp "$BUNDLE/initramfs" "$SLOT/boot/initramfs.new" \&\& sync -f "$SLOT"; }; } \\|; /cmp -s "$BUNDLE\/initramfs"/d' "$file"
grep -q '&& sync -f "$SLOT" && cp "$BUNDLE/initramfs"' "$file" && ! grep -q 'cmp -s "$BUNDLE/initramfs"' "$file"
