# Keeps two copies of what matters, one right behind the other, and writes both with sync alone, which asks a raw device for no flush.
report copies "first=$(state 0 1)" "second=$(state 1 1)"
put A 0 1 ''
sync
put A 1 1 ''
sync
report copied
