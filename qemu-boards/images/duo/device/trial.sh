# A new release on trial: kept if it is healthy, else given up. If it never came up, the boot loader has started the old one again.

try_out() {
    if [ "$selected" != "$running" ]; then
        give_up_release altboot "$running"
    elif is_healthy; then
        report health result=passed try=1
        keep
    else
        report health result=failed try=1 "reason=$reason"
        give_up_release health "$other"
    fi
}

is_healthy() {
    reason=''
    read -r _ part promised <"$STATE/breadcrumb"
    [ "$promised" = "$version" ] || reason="the_update_was_to_$promised"
    (cd "$BOOT" && md5sum -cs /etc/boot-files) || reason=boot_files
    [ -e "$STATE/machine-id" ] || reason=no_identity
    [ ! -e /etc/unhealthy ] || reason=unhealthy_release
    [ -z "$reason" ]
}

# In an order that may be cut anywhere: recover.sh finishes it.
keep() {
    remove_state breadcrumb
    remove_from_boot bootcount.env
    select_slot "$running" 0
    drop_bundle
    report committed "slot=$slot" "version=$version"
}

# give_up_release KIND PART: back to PART. The count goes before the selection: U-Boot heeds it even when nothing is on trial.
give_up_release() {
    case $2 in
        2) target=A ;;
        *) target=B ;;
    esac
    report rollback "kind=$1" "to=$target"
    drop_bundle
    write_state rolled-back "$1"
    remove_from_boot bootcount.env
    select_slot "$2" 0
    remove_state breadcrumb
    restart
}

# Once for each rollback.
report_rollback() {
    [ -e "$STATE/rolled-back" ] || return 0
    read -r kind <"$STATE/rolled-back"
    report rolled-back "kind=$kind" "slot=$slot" "version=$version"
    remove_state rolled-back
}
