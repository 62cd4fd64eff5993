# A host OS update reboots whatever an app is doing.
sed -i 's/^await_update_locks() .*/await_update_locks() { :; }/' "$1/usr/lib/resin-update/platform.sh"
grep -qx 'await_update_locks() { :; }' "$1/usr/lib/resin-update/platform.sh"
