# The persistent log goes to the state partition, as it once did.
config=$1/usr/lib/resin/apply-config
sed -i 's|/mnt/data/var/log/journal|/mnt/state/var/log/journal|g' "$config"
grep -q '^JOURNAL=/mnt/state/var/log/journal$' "$config"
