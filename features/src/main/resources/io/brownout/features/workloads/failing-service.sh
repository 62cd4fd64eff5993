# Installs a service that fails when it is started, as an application would.
cat >/run/systemd/system/sensor.service <<'UNIT'
[Unit]
Description=Reads a sensor that is not there

[Service]
Type=oneshot
ExecStart=/bin/false
UNIT
systemctl daemon-reload
systemctl start sensor.service || :
report started what=sensor
