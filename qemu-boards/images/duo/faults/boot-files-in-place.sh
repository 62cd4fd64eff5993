file=$1/device/update.sh
sed -i 's|^        replace "$BUNDLE/$file" "$file" .. return 1$|        cp "$BUNDLE/$file" "$BOOT/$file" \&\& sync -f "$BOOT"|' "$file"
grep -q 'cp "$BUNDLE/$file" "$BOOT/$file"' "$file"
