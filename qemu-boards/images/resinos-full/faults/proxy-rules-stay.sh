# The rules that lead to the proxy stay when it goes.
sed -i '/^ExecStopPost=/d; s/^ExecStartPre=.*/ExecStartPre=\/usr\/lib\/resin\/prepare-proxy down\n&/' "$1/etc/systemd/system/resin-proxy.service"
! grep -q '^ExecStopPost=' "$1/etc/systemd/system/resin-proxy.service"
grep -q 'prepare-proxy down' "$1/etc/systemd/system/resin-proxy.service"
