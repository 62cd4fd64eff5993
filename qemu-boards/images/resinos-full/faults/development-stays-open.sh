# A development device does not look for keys.
sed -i 's|^if \[ -s /run/resin-ssh/authorized_keys \]; then$|if false; then|' "$1/usr/lib/resin/open-ssh"
grep -q '^if false; then$' "$1/usr/lib/resin/open-ssh"
