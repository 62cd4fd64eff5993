sed -i 's|^    read -r _ part promised <"$STATE/breadcrumb"$|&\n    remove_state breadcrumb|' "$1/device/trial.sh"
grep -A1 'read -r _ part' "$1/device/trial.sh" | grep -q remove_state
