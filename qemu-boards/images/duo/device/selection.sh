# Which slot U-Boot starts, and whether it counts: resinOS_uEnv.txt on the FAT.

# value_of FILE KEY: sets value; empty if there is none.
value_of() {
    value=''
    [ -f "$1" ] || return 0
    while IFS='=' read -r key content; do
        [ "$key" != "$2" ] || value=$content
    done <"$1"
}

# Sets selected and upgrade_available, as U-Boot takes them. A file that says nothing selects what runs.
read_selection() {
    value_of "$BOOT/resinOS_uEnv.txt" resin_root_part
    selected=$value
    value_of "$BOOT/resinOS_uEnv.txt" upgrade_available
    upgrade_available=$value
    case $selected in
        2 | 3) ;;
        *)
            report recovered what=selection
            select_slot "$running" 0
            ;;
    esac
}

# select_slot PART UPGRADE_AVAILABLE
select_slot() {
    printf 'resin_root_part=%s\nupgrade_available=%s\n' "$1" "$2" >/run/selection
    replace /run/selection resinOS_uEnv.txt
    selected=$1
    upgrade_available=$2
}
