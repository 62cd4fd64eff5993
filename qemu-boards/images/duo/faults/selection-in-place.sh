sed -i 's|^    replace /run/selection resinOS_uEnv.txt$|    cat /run/selection >"$BOOT/resinOS_uEnv.txt"; sync -f "$BOOT"|' "$1/device/selection.sh"
sed -i 's/^setenv resin_root_part 2$/setenv resin_root_part/' "$1/boot.cmd"
grep -q 'cat /run/selection' "$1/device/selection.sh" && grep -q '^setenv resin_root_part$' "$1/boot.cmd"
