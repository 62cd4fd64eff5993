# os.network.wifi of config.json is not read.
sed -i '/^ExecStartPre=.*prepare-wifi$/d' "$1/etc/systemd/system/NetworkManager.service"
! grep -q prepare-wifi "$1/etc/systemd/system/NetworkManager.service"
