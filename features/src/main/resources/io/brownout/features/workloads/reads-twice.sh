# Verifies its copy right after writing it, and never again.
put A 0 16 ,fsync
report verified "state=$(state 0 16)"
report used "state=$(state 0 16)"
