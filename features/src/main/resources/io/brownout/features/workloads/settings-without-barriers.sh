# Saves its settings on a file system whose owner switched write barriers off because "the card has no cache".
mkdir -p /data
mount -t ext4 -o barrier=0 "$(partition 6)" /data
report settings "value=$(cat /data/settings 2>/dev/null || echo none)"
echo new >/data/settings
sync
report saved
