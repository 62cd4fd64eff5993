sed -i 's|step breadcrumb && write_state breadcrumb "part $other $new_version"|step breadcrumb \&\& { : >"$STATE/breadcrumb"; sync -f "$STATE"; echo "part $other $new_version" >"$STATE/breadcrumb"; sync -f "$STATE"; }|' "$1/device/update.sh"
sed -i 's|^recover() {$|recover() {\n    [ ! -e "$STATE/breadcrumb" ] \|\| grep -q "^part " "$STATE/breadcrumb" \|\| give_up "the breadcrumb says nothing"|' "$1/device/recover.sh"
grep -q 'says nothing' "$1/device/recover.sh" && grep -q ': >"$STATE/breadcrumb"' "$1/device/update.sh"
