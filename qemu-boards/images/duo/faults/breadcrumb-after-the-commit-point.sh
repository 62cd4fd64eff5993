file=$1/device/update.sh
sed -i '/step breadcrumb && write_state/d; s|step select && select_slot "$other" 1|step select \&\& select_slot "$other" 1 \\\n        \&\& step breadcrumb \&\& write_state breadcrumb "part $other $new_version"|' "$file"
[ "$(grep -n 'step select' "$file" | cut -d: -f1)" -lt "$(grep -n 'step breadcrumb' "$file" | cut -d: -f1)" ]
