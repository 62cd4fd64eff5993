# A health check that nobody listens to.
sed -i 's/^check_vpn$/exit 0/' "$1/usr/lib/resin-update/health-check"
grep -q '^exit 0$' "$1/usr/lib/resin-update/health-check"
