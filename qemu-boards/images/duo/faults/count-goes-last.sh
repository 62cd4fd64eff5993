file=$1/device/trial.sh
sed -i '/^    select_slot "$2" 0$/d; s|^    write_state rolled-back "$1"$|&\n    select_slot "$2" 0|' "$file"
[ "$(grep -n 'select_slot "$2" 0' "$file" | cut -d: -f1)" -lt "$(grep -n 'remove_from_boot bootcount.env' "$file" | tail -n 1 | cut -d: -f1)" ]
sed -i '/if \[ -e "$BOOT\/bootcount.env" \]; then/,/fi/d' "$1/device/recover.sh"
