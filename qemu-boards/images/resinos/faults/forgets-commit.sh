# The health check passes, and whoever wrote the end of the trial forgot it: the new release is never kept.
sed -i 's/^    rollback_stop$/    exit 0/' "$1/usr/lib/resin-update/rollback-health"
grep -q '^    exit 0$' "$1/usr/lib/resin-update/rollback-health"
