file=$1/device/update.sh
sed -i 's|^    rm -f "$SLOT/boot/initramfs" "$SLOT/boot/initramfs.new"$|    rm -f "$SLOT/boot/initramfs"\n    done_blocks=0\n    [ ! -e "$STATE/offset" ] \|\| read -r done_blocks <"$STATE/offset"|' "$file"
sed -i 's|^    cp "$BUNDLE/initramfs" "$SLOT/boot/initramfs.new" && sync.*$|    while [ $((done_blocks * 1048576)) -lt 2300000 ]; do\n        write_state offset $((done_blocks + 1))\n        dd if="$BUNDLE/initramfs" of="$SLOT/boot/initramfs.new" bs=1M skip=$done_blocks seek=$done_blocks count=1 conv=notrunc,fsync 2>/dev/null\n        done_blocks=$((done_blocks + 1))\n    done\n    true \\|; /cmp -s "$BUNDLE\/initramfs"/d' "$file"
grep -q 'write_state offset' "$file" && ! grep -q 'cmp -s "$BUNDLE/initramfs"' "$file"
