# An engine whose first start of each boot fails, as on a busy board where its containerd is not up in time.
sed -i "s|^ExecStart=/usr/lib/resin/start-engine\$|ExecStartPre=/bin/sh -c '[ -e /run/engine-tried ] \|\| { : >/run/engine-tried; exit 1; }'\n&|" "$1/etc/systemd/system/docker.service"
grep -q engine-tried "$1/etc/systemd/system/docker.service"
