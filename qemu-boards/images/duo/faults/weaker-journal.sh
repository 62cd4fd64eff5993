sed -i 's|mount -t ext4 -o noatime "${card}5"|mount -t ext4 -o noatime,data=writeback,noauto_da_alloc,commit=1 "${card}5"|; s|^    sync "$STATE/$name.new"$|    true|; s|^    sync -f "$STATE"$|    true|' "$1/device/card.sh"
sed -i 's|^recover() {$|recover() {\n    [ ! -e "$STATE/breadcrumb" ] \|\| grep -q "^part " "$STATE/breadcrumb" \|\| give_up "the breadcrumb says nothing"|' "$1/device/recover.sh"
sed -i 's|^        && step bootcount |        \&\& step wait \&\& sleep 7 \\\n&|' "$1/device/update.sh"
grep -q noauto_da_alloc "$1/device/card.sh" && grep -q 'sleep 7' "$1/device/update.sh"
