# The firewall's unit is not enabled.
rm "$1/etc/systemd/system/multi-user.target.wants/resin-firewall.service"
