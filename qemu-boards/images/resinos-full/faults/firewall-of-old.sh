# The firewall knows nothing of IPv6.
sed -i 's/ in iptables ip6tables; do/ in iptables; do/' "$1/usr/lib/resin/prepare-firewall"
! grep -q ip6tables "$1/usr/lib/resin/prepare-firewall"
