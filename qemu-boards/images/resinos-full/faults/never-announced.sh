# Avahi is given nothing to announce.
rm "$1/etc/avahi/services/resin-device.service"
