# No copy of config.json is kept on the state partition.
config=$1/usr/lib/resin/apply-config
sed -i 's/^        keep_copy .*/        :/' "$config"
! grep -q '^        keep_copy' "$config"
