sed -i 's|^    \[ -f "$BUNDLE/manifest" \] .. return 0$|&\n    [ ! -e "$STATE/attempt" ] \|\| return 0\n    write_state attempt 1|' "$1/device/update.sh"
grep -q 'STATE/attempt' "$1/device/update.sh"
