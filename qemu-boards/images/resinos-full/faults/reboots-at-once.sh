# A safe reboot looks at no lock.
sed -i 's/^while lock=.*/while false; do/' "$1/usr/sbin/safe-reboot"
grep -q '^while false; do$' "$1/usr/sbin/safe-reboot"
