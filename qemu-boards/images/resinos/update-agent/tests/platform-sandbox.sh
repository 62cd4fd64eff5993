# Sourced by lib.sh in the tests in place of platform.sh: slots are folders, nothing is mounted, a reboot is a mark that the tests' device model sees.
# shellcheck shell=sh
find_running() { running=$SANDBOX_RUNNING; }
own_namespace() { :; }
open_slot() { SYSROOT=$SANDBOX/slots/$1; }
make_slot() { rm -rf "$SANDBOX/slots/$1" && mkdir "$SANDBOX/slots/$1"; }
open_or_make_slot() { open_slot "$1"; }
close_slot() { :; }
slot_capacity() { slot_bytes=${SANDBOX_SLOT_BYTES:-268435456}; }
free_bytes() { free=${SANDBOX_FREE_BYTES:-100000000}; }
# The first tries meet a gap before the file, as many as the test says.
comes_behind() {
    [ -e "$SANDBOX/gaps" ] || return 0
    read -r gaps <"$SANDBOX/gaps"
    [ "$gaps" -gt 0 ] || return 0
    echo $((gaps - 1)) >"$SANDBOX/gaps"
    return 1
}
vpn_online() { [ -e "$SANDBOX/vpn-active" ]; }
await_update_locks() { :; }
request_reboot() { : >"$SANDBOX/reboot-requested"; }
reboot_requested() { [ -e "$SANDBOX/reboot-requested" ]; }
wait_for_reboot() { request_reboot; }
unit_is_well() { :; }
ssh_answers() { [ ! -e "$SANDBOX/no-ssh" ]; }

# The hooks of the tree in the slot, by its own scripts.
hooks_in_tree() {
    OLD_ROOT=$ROOT DURING_UPDATE=1 TARGET_PART=$1 STEP_EVENT=${STEP_EVENT:-update} SANDBOX_RUNNING=$1 \
        RESIN_UPDATE_PATHS=$SANDBOX/paths-$1.conf RESIN_UPDATE_LIBRARY=$SYSROOT/usr/lib/resin-update \
        "$SYSROOT/usr/lib/resin-update/run-hooks" "$SYSROOT/etc/hostapp-update-hooks.d"
}
