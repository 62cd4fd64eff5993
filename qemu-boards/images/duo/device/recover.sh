# At each boot: what a cut has left half done is finished or dropped.

recover() {
    drop_leftovers
    read_selection
    if [ "$upgrade_available" = 1 ]; then
        finish_commit
    else
        forget_trial
    fi
    drop_installed_bundle
}

# The end of a trial removes the breadcrumb first, and upgrade_available last.
finish_commit() {
    if [ "$selected" = "$running" ] && [ ! -e "$STATE/breadcrumb" ]; then
        report recovered what=half-finished-end
        remove_from_boot bootcount.env
        select_slot "$running" 0
        report committed "slot=$slot" "version=$version"
    fi
}

# An update was cut before its commit point, or a rollback after it had put the selection back.
forget_trial() {
    if [ -e "$STATE/breadcrumb" ]; then
        report recovered what=stale-breadcrumb
        remove_state breadcrumb
    fi
    if [ -e "$BOOT/bootcount.env" ]; then
        report recovered what=stale-bootcount
        remove_from_boot bootcount.env
    fi
    if [ "$selected" != "$running" ]; then
        restart
    fi
}

# The bundle is the last thing that goes after a commit.
drop_installed_bundle() {
    value_of "$DATA/hostapp-update/manifest" version
    if [ "$value" = "$version" ]; then
        report recovered what=installed-bundle
        drop_bundle
    fi
}

# The manifest goes first: without it the rest is no bundle.
drop_bundle() {
    rm -f "$DATA/hostapp-update/manifest"
    sync -f "$DATA"
    rm -rf "$DATA/hostapp-update"
    sync -f "$DATA"
}
