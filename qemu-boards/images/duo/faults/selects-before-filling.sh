# step select goes before step fill.
file=$1/device/update.sh
sed -i '/step select && select_slot/d; s/&& step bootcount && remove_from_boot bootcount.env .*/\&\& step bootcount \&\& remove_from_boot bootcount.env/' "$file"
sed -i 's/^        && step fill && fill_slot .$/        \&\& step select \&\& select_slot "$other" 1 \\\n&/' "$file"
[ "$(grep -n 'step select' "$file" | cut -d: -f1)" -lt "$(grep -n 'step fill' "$file" | cut -d: -f1)" ]
