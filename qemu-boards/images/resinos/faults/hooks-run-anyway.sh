# An agent that goes on to its hooks when the payload could not be fetched, as one did in the field: the boot loader is told to start what is not there.
sed -i 's/^        \[ "$tries" -gt 0 \] || refuse "download_of_${1}_failed"$/        [ "$tries" -gt 0 ] || return 0/' "$1/usr/lib/resin-update/bundle.sh"
sed -i 's/^    \[ -f "$payload" \] || refuse no_root.tar.zst_in_bundle$/    [ -f "$payload" ] || return 0/' "$1/usr/lib/resin-update/bundle.sh"
sed -i 's/^    sync "$bundle\/root.tar.zst"$/    sync "$bundle\/root.tar.zst" || :/' "$1/usr/lib/resin-update/bundle.sh"
sed -i 's/^    fill_slot$/    if [ ! -f "$payload" ]; then running=$target own_hooks 1; return; fi\n    fill_slot/' "$1/usr/sbin/hostapp-update"
grep -q 'own_hooks 1' "$1/usr/sbin/hostapp-update"
! grep -q 'refuse "download_of' "$1/usr/lib/resin-update/bundle.sh"
