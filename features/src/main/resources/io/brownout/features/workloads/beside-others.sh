# Writes a block beside others that are not its own, with sync alone.
report neighbours "state=$(state 1 15)"
put A 0 1 ''
sync
report written
