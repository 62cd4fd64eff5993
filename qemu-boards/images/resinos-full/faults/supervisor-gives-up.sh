# A supervisor that is not started when the engine's first start has failed.
sed -i 's/^Wants=docker\.service$/Requires=docker.service/' "$1/etc/systemd/system/resin-supervisor.service"
grep -q '^Requires=docker.service$' "$1/etc/systemd/system/resin-supervisor.service"
