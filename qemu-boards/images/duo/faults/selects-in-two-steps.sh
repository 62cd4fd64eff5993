sed -i 's|step select && select_slot "$other" 1|step select \&\& select_slot "$other" 0 \&\& select_slot "$other" 1|' "$1/device/update.sh"
grep -q 'select_slot "$other" 0' "$1/device/update.sh"
