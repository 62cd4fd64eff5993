# An agent that writes twice into the free room of the slot, past every file that is there.
agent=$1/usr/sbin/hostapp-update
sed -i 's|^    run_new_hooks$|    slot_device "$target"; for pass in 1 2; do dd if=/dev/zero of="$device" bs=1M seek=250 count=3 conv=fsync,notrunc; done\n&|' "$agent"
grep -q 'seek=250' "$agent"
