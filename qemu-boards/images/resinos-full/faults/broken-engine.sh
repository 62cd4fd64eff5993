# A release whose container engine cannot start.
ln -sf /dev/null "$1/usr/sbin/dockerd"
