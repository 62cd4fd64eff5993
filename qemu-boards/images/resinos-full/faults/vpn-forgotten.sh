# A VPN that has gone dead is never noticed.
sed -i '/^keepalive /d' "$1/usr/lib/resin/prepare-vpn"
! grep -q '^keepalive ' "$1/usr/lib/resin/prepare-vpn"
