sed -i '/if \[ -e "$STATE\/breadcrumb" \]; then/,/^    fi$/d' "$1/device/recover.sh"
sed -i 's|^    \[ -f "$BUNDLE/manifest" \] .. return 0$|&\n    [ ! -e "$STATE/breadcrumb" ] \|\| return 0|' "$1/device/update.sh"
! grep -q stale-breadcrumb "$1/device/recover.sh" && grep -q 'STATE/breadcrumb' "$1/device/update.sh"
