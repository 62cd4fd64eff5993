# os.udevRules of config.json is not read.
rm "$1/etc/systemd/system/multi-user.target.wants/resin-udev-rules.service"
