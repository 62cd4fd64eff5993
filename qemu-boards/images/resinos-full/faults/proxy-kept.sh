# The first proxy that a device was given is kept for good.
sed -i 's/^        (umask 077 && cat /        [ -e "$CONFIG" ] || (umask 077 \&\& cat /' "$1/usr/lib/resin/prepare-proxy"
grep -q '\[ -e "$CONFIG" \] || (umask 077 && cat ' "$1/usr/lib/resin/prepare-proxy"
