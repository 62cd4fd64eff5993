# Nobody is there to tell ModemManager that NetworkManager may use a modem.
rm "$1/usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service" "$1/usr/lib/polkit-1/polkitd"
