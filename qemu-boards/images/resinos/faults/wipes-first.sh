# An agent that makes room in the other slot before it knows whether there is anything to put there.
sed -i 's/^    get_bundle$/    open_or_make_slot "$target"\n    clean_slot\n    close_slot\n    get_bundle/' "$1/usr/sbin/hostapp-update"
grep -q '^    open_or_make_slot "$target"$' "$1/usr/sbin/hostapp-update"
