# A safe reboot looks at no lock.
sed -i '/await-locks/d' "$1/usr/sbin/safe-reboot"
! grep -q await-locks "$1/usr/sbin/safe-reboot"
