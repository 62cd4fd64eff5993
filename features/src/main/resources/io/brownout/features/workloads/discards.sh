# Trusts a discard to remove what nobody may find.
put A 0 16 ,fsync
busybox blkdiscard -o $((area_begin * 4096)) -l 65536 "$slot_b"
report discarded "state=$(state 0 16)"
