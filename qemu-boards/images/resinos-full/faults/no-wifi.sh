# NetworkManager's part for Wi-Fi is left out of the image.
set -- "$1"/usr/lib/aarch64-linux-gnu/NetworkManager/*/libnm-device-plugin-wifi.so
rm "$1"
