# A boot script that gives a new release one attempt, so that a cut in its first boot costs it its chance.
sed 's/if itest ${bootcount} -gt 3; then/if itest ${bootcount} -gt 1; then/' "$COMMON/boot/boot.cmd" >"$1/boot.cmd"
grep -q 'gt 1; then' "$1/boot.cmd"
mkimage -A arm64 -T script -C none -n "ResinOS boot script" -d "$1/boot.cmd" "$1/resin-boot/boot.scr" >/dev/null
rm "$1/boot.cmd"
