# The host name in config.json is not looked at.
config=$1/usr/lib/resin/apply-config
sed -i 's/(\.hostname | strings/(.hostnam | strings/' "$config"
grep -q '(\.hostnam |' "$config"
