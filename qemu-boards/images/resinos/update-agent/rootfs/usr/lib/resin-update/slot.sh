# Sourced by hostapp-update: from a verified bundle to a whole tree in the inactive slot. A file of the tree that U-Boot could load (/boot) is there only while the
# slot is whole: it is deleted first and moved into place last.
# shellcheck shell=sh

# each_entry FOLDER COMMAND: COMMAND with each name in FOLDER, hidden ones too.
each_entry() {
    for entry in "$1"/* "$1"/.[!.]*; do
        if [ -e "$entry" ] || [ -h "$entry" ]; then
            "$2" "${entry##*/}"
        fi
    done
}

delete_entry() {
    case $1 in
        lost+found | .new) ;;
        *) rm -rf "${SYSROOT:?}/$1" || spoilt=yes ;;
    esac
}

place_entry() {
    case $1 in
        boot) ;;
        *) mv "$SYSROOT/.new/$1" "$SYSROOT/$1" ;;
    esac
}

make_skeleton() {
    rm -rf "$SYSROOT/.new"
    mkdir "$SYSROOT/.new"
}

# From here on the fallback OS is gone. A tree that cannot be deleted sits on a spoilt file system.
clean_slot() {
    spoilt=
    delete_entry boot
    sync -f "$SYSROOT"
    each_entry "$SYSROOT" delete_entry
    sync -f "$SYSROOT"
    if [ -n "$spoilt" ]; then
        close_slot
        make_slot "$target"
        open_slot "$target" rw
        make_skeleton
    fi
}

unpack_payload() {
    tar -I zstd -xpf "$bundle/root.tar.zst" --numeric-owner -C "$SYSROOT/.new"
    sync -f "$SYSROOT"
}

place_tree() {
    each_entry "$SYSROOT/.new" place_entry
    sync -f "$SYSROOT"
}

# Ever increasing, one more than that of the running tree. U-Boot does not look at it.
write_counter() {
    counter=0
    [ ! -f "$ROOT/counter" ] || read -r counter <"$ROOT/counter"
    echo $((counter + 1)) >"$SYSROOT/counter.new"
    sync "$SYSROOT/counter.new"
    mv "$SYSROOT/counter.new" "$SYSROOT/counter"
    sync -f "$SYSROOT"
}

# The kernel appears in the slot.
make_current() {
    mv "$SYSROOT/.new/boot" "$SYSROOT/boot"
    sync -f "$SYSROOT"
    rmdir "$SYSROOT/.new"
}
