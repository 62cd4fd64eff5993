# An agent that looks at no signature.
sed -i 's/^check_signature() {$/check_signature() { return 0/' "$1/usr/lib/resin-update/bundle.sh"
grep -q '^check_signature() { return 0$' "$1/usr/lib/resin-update/bundle.sh"
