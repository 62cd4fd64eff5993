# An image whose taking in was cut off is given to the engine once more, over what it has of it.
sed -i '/forget "\$file"$/d' "$1/usr/lib/resin/load-images"
! grep -q 'forget "$file"' "$1/usr/lib/resin/load-images"
