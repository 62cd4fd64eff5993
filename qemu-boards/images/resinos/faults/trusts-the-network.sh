# An agent that believes what it has downloaded, once its size is right.
sed -i '/^    value_of "$bundle\/manifest" sha256$/,/refuse payload_digest_wrong$/d' "$1/usr/lib/resin-update/bundle.sh"
! grep -q payload_digest_wrong "$1/usr/lib/resin-update/bundle.sh"
