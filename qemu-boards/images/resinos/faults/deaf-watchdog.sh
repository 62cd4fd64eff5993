# The watchdog's driver is loaded, and nobody tells systemd to use it.
. "$COMMON/edit-initramfs.sh"
edit_initramfs "$1" init 's/RuntimeWatchdogSec=30s/RuntimeWatchdogSec=off/'
