# The whole user space of duo, from the kernel to idle. busybox sh.
set -u
. /device/card.sh
. /device/fat.sh
. /device/selection.sh
. /device/recover.sh
. /device/trial.sh
. /device/update.sh

mount_kernel_file_systems
find_card
report init "root-part=$running"
set_clock
load_drivers
[ ! -e /etc/dead ] || give_up "a release that is dead"
modprobe vfat
wait_for_card
check_all
mount_all
read -r version </etc/version
identify
report running "slot=$slot" "version=$version"
recover
if [ "$upgrade_available" = 1 ]; then
    try_out
fi
report_rollback
install_staged
report idle "slot=$slot" "version=$version"

# Nothing is left to do, for ever; the first process may not end.
while true; do
    sleep 86400
done
