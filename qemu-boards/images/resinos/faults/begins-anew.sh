# A missing config.json is replaced by the one that a new card has.
config=$1/usr/lib/resin/apply-config
sed -i 's|^find_config$|[ -e "$CONFIG" ] \|\| echo "{}" >"$CONFIG"\n&|' "$config"
grep -q 'echo "{}" >"$CONFIG"' "$config"
