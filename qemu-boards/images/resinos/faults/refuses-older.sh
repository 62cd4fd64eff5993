# An agent that takes no release older than the one it runs, and compares versions as words.
sed -i 's/^check_gates() {$/&\n    value_of "$bundle\/manifest" version\n    current=$(sed -n "s,^VERSION_ID=.\\([^\\"]*\\).*,\\1,p" "$ROOT\/usr\/lib\/os-release")\n    [ "$(printf "%s\\n" "$current" "$value" | sort | tail -n 1)" = "$value" ] || refuse "release_is_older"/' "$1/usr/lib/resin-update/bundle.sh"
grep -q release_is_older "$1/usr/lib/resin-update/bundle.sh"
