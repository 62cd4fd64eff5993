# An agent that does not look whether an installed update waits for its reboot, and takes the selected root for the one that runs.
sed -i '/^    \[ "$selected" = "$running" \] || refuse/d' "$1/usr/sbin/hostapp-update"
! grep -q waits_for_its_reboot "$1/usr/sbin/hostapp-update"
sed -i '/^    ! breadcrumb_pending || refuse/d; /^    \[ "$upgrade_available" != 1 \] || refuse/d' "$1/usr/sbin/hostapp-update"
! grep -q on_trial "$1/usr/sbin/hostapp-update"
