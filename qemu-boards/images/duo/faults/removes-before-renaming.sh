file=$1/device/fat.sh
sed -i 's|^    mv "$BOOT/.$2.new" "$BOOT/$2"$|    rm -f "$BOOT/$2"\n&|' "$file"
grep -q 'rm -f "$BOOT/$2"' "$file"
