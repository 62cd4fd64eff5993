# os.network.connectivity of config.json is not read.
sed -i '/^ExecStartPre=.*prepare-connectivity$/d' "$1/etc/systemd/system/NetworkManager.service"
! grep -q prepare-connectivity "$1/etc/systemd/system/NetworkManager.service"
