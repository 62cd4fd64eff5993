# The kernel's radio rules are left out of the image.
rm "$1/usr/lib/firmware/regulatory.db" "$1/usr/lib/firmware/regulatory.db-debian"
