# A release whose VPN client cannot start.
ln -sf /dev/null "$1/usr/sbin/openvpn"
