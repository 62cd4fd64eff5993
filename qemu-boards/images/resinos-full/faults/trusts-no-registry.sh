# An engine that is not told whose certificates the fleet's registry has.
sed -i 's/^if \[ -n "$registry" \]/if false \&\& [ -n "$registry" ]/' "$1/usr/lib/resin/start-engine"
grep -q '^if false' "$1/usr/lib/resin/start-engine"
