# The card: its partitions, their checks, their mounts.
BOOT=/mnt/boot
STATE=/mnt/state
DATA=/mnt/data
SLOT=/mnt/slot

# Sets card, running (the number of the root partition), other, and slot.
find_card() {
    device=$(root_device)
    card=${device%?}
    running=${device#"$card"}
    other=$((5 - running))
    slot=$(slot)
}

check_vfat() {
    fsck.fat -a "$2" >/run/fsck 2>&1
    first=$?
    second=0
    if [ "$first" = 1 ]; then
        fsck.fat -n "$2" >>/run/fsck 2>&1
        second=$?
    fi
    say_checked "$1" "$first" "$second"
}

check_ext4() {
    e2fsck -p "$2" >/run/fsck 2>&1
    say_checked "$1" $? 0
}

# say_checked LABEL FIRST SECOND: exit codes of the check, and of a second, read-only look when the first one mended something.
say_checked() {
    case "$2 $3" in
        "0 0") report fsck "label=$1" result=clean ;;
        "1 0" | "2 0") report fsck "label=$1" result=repaired ;;
        *) report fsck "label=$1" result=failed ;;
    esac
}

check_all() {
    check_vfat "$(label_of 1)" "${card}1"
    check_ext4 "$(label_of 2)" "${card}2"
    check_ext4 "$(label_of 3)" "${card}3"
    check_ext4 "$(label_of 5)" "${card}5"
    check_ext4 "$(label_of 6)" "${card}6"
}

# sync on the FAT: it has no journal, so the order of its writes is the order of our commands or it is nobody's.
mount_all() {
    mkdir -p "$BOOT" "$STATE" "$DATA" "$SLOT"
    mount -t vfat -o rw,sync,noatime "${card}1" "$BOOT" || give_up "the boot partition cannot be mounted"
    mount -t ext4 -o noatime "${card}5" "$STATE" || give_up "the state partition cannot be mounted"
    mount -t ext4 -o noatime "${card}6" "$DATA" || give_up "the data partition cannot be mounted"
}

open_slot() { mount -t ext4 -o noatime "$card$other" "$SLOT"; }

close_slot() { umount "$SLOT"; }

restart() {
    umount "$DATA"
    umount "$STATE"
    umount "$BOOT"
    reboot -f
    sleep 60
}

# write_state NAME WORD...: one line in a file of the state partition, whole or not at all.
write_state() {
    name=$1
    shift
    echo "$*" >"$STATE/$name.new"
    sync "$STATE/$name.new"
    mv "$STATE/$name.new" "$STATE/$name"
    sync -f "$STATE"
}

remove_state() {
    rm -f "$STATE/$1"
    sync -f "$STATE"
}

# The identity of the device, made once.
identify() {
    if ! grep -qxE '[0-9a-f]{32}' "$STATE/machine-id" 2>/dev/null; then
        write_state machine-id "$(tr -d - </proc/sys/kernel/random/uuid)"
    fi
}
