# An unhealthy release whose health check is not listened to.
printf '#!/bin/sh\nexit 1\n' >"$1/usr/lib/resin-update/board-health"
sed -i 's/^check_vpn$/exit 0/' "$1/usr/lib/resin-update/health-check"
grep -q '^exit 0$' "$1/usr/lib/resin-update/health-check"
