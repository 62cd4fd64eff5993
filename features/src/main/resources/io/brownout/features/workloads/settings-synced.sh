# Saves its settings as it should: written, and synced.
mkdir -p /data
mount -t ext4 -o rw "$(partition 6)" /data
report settings "value=$(cat /data/settings 2>/dev/null || echo none)"
echo new >/data/settings
sync
report saved
