# An agent that leaves what an interrupted write has left on the boot partition, as one did in the field until the partition was full.
sed -i '/^    "recover-all 2")/d' "$1/usr/sbin/fatrw"
sed -i 's/^    discard "$2"$/    folder_of "$2"/' "$1/usr/sbin/fatrw"
sed -i 's/^recover_boot_files$/:/' "$1/usr/lib/resin-update/boot-recover"
! grep -q '^recover_boot_files$' "$1/usr/lib/resin-update/boot-recover"
! grep -q '^    discard "$2"$' "$1/usr/sbin/fatrw"
