# A boot script that lets a kernel that has panicked stay where it is.
script=$(mktemp)
sed 's/ panic=1 / panic=0 /' "$COMMON/boot/boot.cmd" >"$script"
! cmp -s "$script" "$COMMON/boot/boot.cmd"
mkimage -A arm64 -T script -C none -n "ResinOS boot script" -d "$script" "$1/resin-boot/boot.scr" >/dev/null
rm "$script"
