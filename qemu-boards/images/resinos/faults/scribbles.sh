# An agent that overwrites what it takes for the end of the slot, twice, past the file system that is there.
agent=$1/usr/sbin/hostapp-update
sed -i 's|^    run_new_hooks$|    slot_device "$target"; for pass in 1 2; do dd if=/dev/zero of="$device" bs=1M seek=256 count=3 conv=fsync,notrunc; done\n&|' "$agent"
grep -q 'seek=256' "$agent"
