# A release whose commit hook tidies the data partition up, and syncs: what is only in memory is gone with the plug.
mkdir -p "$1/etc/hostapp-commit-hooks.d"
printf '#!/bin/sh\nrm -rf /mnt/data/user\nsync -f /mnt/data\n' >"$1/etc/hostapp-commit-hooks.d/90-tidy"
chmod 755 "$1/etc/hostapp-commit-hooks.d/90-tidy"
