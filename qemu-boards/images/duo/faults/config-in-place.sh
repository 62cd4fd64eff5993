sed -i 's|^    replace /run/config.json config.json$|    cat /run/config.json >"$BOOT/config.json"; sync -f "$BOOT"|' "$1/device/update.sh"
sed -i 's|^identify() {$|identify() {\n    grep -q "}" "$BOOT/config.json" \|\| give_up "config.json is no configuration"|' "$1/device/card.sh"
grep -q 'cat /run/config.json' "$1/device/update.sh" && grep -q 'no configuration' "$1/device/card.sh"
