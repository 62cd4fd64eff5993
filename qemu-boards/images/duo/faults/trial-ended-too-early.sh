sed -i 's|^try_out() {$|try_out() {\n    [ "$selected" != "$running" ] \|\| select_slot "$running" 0|' "$1/device/trial.sh"
grep -q 'select_slot "$running" 0$' "$1/device/trial.sh"
