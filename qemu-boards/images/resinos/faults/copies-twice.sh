# An agent that unpacks the payload once to look at it, and once more to keep it.
sed -i 's/^    unpack_payload$/    unpack_payload\n    clean_slot\n    make_skeleton\n    unpack_payload/' "$1/usr/sbin/hostapp-update"
[ "$(grep -c '^    unpack_payload$' "$1/usr/sbin/hostapp-update")" = 2 ]
