# Nobody names a service that has failed.
rm -r "$1/etc/systemd/system/service.d"
