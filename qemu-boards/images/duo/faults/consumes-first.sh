sed -i 's|^    open_slot .. return 1$|&\n    cp -r "$BUNDLE" /run/bundle; rm -rf "$BUNDLE"; sync -f "$DATA"; BUNDLE=/run/bundle|' "$1/device/update.sh"
grep -q '/run/bundle' "$1/device/update.sh"
