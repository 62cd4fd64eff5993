# Sourced by lib.sh: what the agent asks of the machine that it runs on. The tests have another one.
# shellcheck shell=sh

# Sets running: the number of the partition that is mounted on /, 2 or 3. The numbers tell the slots apart, never a label, which two slots can share.
find_running() {
    while read -r _ _ device _ mountpoint _; do
        if [ "$mountpoint" = / ]; then
            root_device=$device
        fi
    done </proc/self/mountinfo
    read -r running <"/sys/dev/block/$root_device/partition"
}

# slot_device PART: sets device.
slot_device() {
    value_of "/sys/dev/block/$root_device/uevent" DEVNAME
    device=/dev/${value%"$running"}$1
}

# Mounts of this process only: whatever ends it, none is left behind.
own_namespace() {
    if [ -z "${RESIN_UPDATE_NAMESPACE-}" ]; then
        RESIN_UPDATE_NAMESPACE=1 exec unshare --mount --propagation private "$@"
    fi
}

# open_slot PART ro|rw
open_slot() {
    slot_device "$1"
    mkdir -p "$SYSROOT"
    mount -t ext4 -o "$2,noatime" "$device" "$SYSROOT"
}

# For a slot whose file system a cut has spoilt beyond its journal. Nothing on it is wanted. The two features are ones that U-Boot cannot read.
make_slot() {
    slot_device "$1"
    value_of /etc/partitions "$1"
    mke2fs -q -F -t ext4 -O ^orphan_file,^metadata_csum_seed -m 0 -J size=4 -L "$value" "$device"
}

open_or_make_slot() {
    open_slot "$1" rw || { make_slot "$1" && open_slot "$1" rw; }
}

# With all that hooks_in_tree has mounted below it.
close_slot() { umount -R "$SYSROOT"; }

# slot_capacity PART: sets slot_bytes. Nothing is mounted or written for it.
slot_capacity() {
    slot_device "$1"
    read -r sectors <"/sys/class/block/${device#/dev/}/size"
    slot_bytes=$((sectors * 512))
}

# free_bytes PATH: sets free.
free_bytes() {
    blocks=$(stat -f -c '%a %S' "$1")
    free=$((${blocks% *} * ${blocks#* }))
}

# comes_behind FOLDER NAME OTHER: whether the entry NAME is behind that of OTHER. find shows a small folder in the order in which it lies on the card.
comes_behind() {
    order=$(find "$1" -maxdepth 1 \( -name "$2" -o -name "$3" \) -printf '%f ')
    [ "$order" = "$3 $2 " ]
}

# hooks_in_tree PART: the hooks of the tree in the slot, in its chroot. The tree is read-only; the device's partitions are not.
hooks_in_tree() {
    # busybox starts in a fifth of the time of the other mount.
    busybox mount -o bind /dev "$SYSROOT/dev"
    busybox mount -t proc proc "$SYSROOT/proc"
    busybox mount -t tmpfs -o mode=755 tmpfs "$SYSROOT/run"
    busybox mount -t tmpfs tmpfs "$SYSROOT/tmp"
    for place in "$BOOT" "$STATE" "$DATA"; do
        busybox mount -o bind "$place" "$SYSROOT$place"
    done
    mkdir "$SYSROOT/run/old-root"
    busybox mount -o bind / "$SYSROOT/run/old-root"
    OLD_ROOT=/run/old-root DURING_UPDATE=1 TARGET_PART=$1 STEP_EVENT=${STEP_EVENT:-update} \
        chroot "$SYSROOT" /usr/lib/resin-update/run-hooks /etc/hostapp-update-hooks.d
}

# Whether the VPN is up: the connection's own scripts make and remove this file.
vpn_online() { [ -e /run/openvpn/vpn_status/active ]; }

# Returns when no app holds its update lock, where the device has apps.
await_update_locks() { [ ! -x /usr/lib/resin/await-locks ] || /usr/lib/resin/await-locks; }

# What still runs sees the mark; hostapp-update-staged says no last word then.
request_reboot() {
    mkdir -p "$RUN"
    : >"$RUN/reboot-requested"
    systemctl start --no-block hostapp-update-reboot.service
}

reboot_requested() { [ -e "$RUN/reboot-requested" ]; }

# The shutdown ends this process; units that are ordered after its own do not start any more.
wait_for_reboot() {
    request_reboot
    while :; do sleep 3600; done
}

# unit_is_well UNIT: it has started and not failed; one that does its work and ends is well too, and so is one that takes its time to start. One that has failed and is started again and again is not, though it is activating as well.
unit_is_well() {
    case $(systemctl is-active "$1" || :) in
        active) return 0 ;;
        activating) [ "$(systemctl show -P NRestarts "$1")" = 0 ] ;;
        inactive) [ "$(systemctl show -P Result "$1")" = success ] ;;
        *) return 1 ;;
    esac
}

# An SSH server names its protocol before anything is asked of it.
ssh_answers() {
    banner=$(busybox nc -w 10 127.0.0.1 22222 </dev/null 2>/dev/null | head -c 4) || :
    [ "$banner" = SSH- ]
}
