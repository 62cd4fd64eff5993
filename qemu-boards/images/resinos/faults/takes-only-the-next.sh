# An agent that takes no release but the one after its own.
sed -i 's/^check_gates() {$/&\n    value_of "$bundle\/manifest" version\n    offered=${value##*rev}\n    current=$(sed -n "s,^VERSION_ID=.*rev\\([0-9]*\\).*,\\1,p" "$ROOT\/usr\/lib\/os-release")\n    [ "$offered" -eq "$((current + 1))" ] || refuse "releases_are_left_out"/' "$1/usr/lib/resin-update/bundle.sh"
grep -q releases_are_left_out "$1/usr/lib/resin-update/bundle.sh"
