# Nobody makes the swap.
rm "$1/etc/systemd/system/multi-user.target.wants/resin-swap.service"
