sed -i 's|^    if install_bundle; then$|    if [ -e "$STATE/update.lock" ]; then\n        return 0\n    fi\n    write_state update.lock 1\n&|; s|^        report update-result result=done$|        remove_state update.lock\n&|' "$1/device/update.sh"
grep -q 'remove_state update.lock' "$1/device/update.sh"
