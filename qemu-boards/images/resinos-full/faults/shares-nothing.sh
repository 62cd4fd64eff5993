# NetworkManager is told to leave the firewall alone.
sed -i 's/^plugins=keyfile$/&\nfirewall-backend=none/' "$1/etc/NetworkManager/NetworkManager.conf"
grep -q '^firewall-backend=none$' "$1/etc/NetworkManager/NetworkManager.conf"
