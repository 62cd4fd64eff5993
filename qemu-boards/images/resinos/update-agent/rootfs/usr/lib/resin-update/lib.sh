# Sourced by every part of the agent. POSIX sh; few processes, since each costs an emulated board milliseconds.
# shellcheck shell=sh
set -eu
export LC_ALL=C PATH="${RESIN_UPDATE_PATH:-/usr/sbin:/usr/bin:/sbin:/bin}"
. "${RESIN_UPDATE_PATHS:-/etc/resin-update/paths.conf}"
. "$PLATFORM"
. "$LIBRARY/landed.sh"

UENV=$BOOT/resinOS_uEnv.txt
HEALTH_BREADCRUMB=$STATE/rollback-health-breadcrumb
ALTBOOT_BREADCRUMB=$STATE/rollback-altboot-breadcrumb
HEALTH_TRIGGERED=$STATE/rollback-health-triggered
ALTBOOT_TRIGGERED=$STATE/rollback-altboot-triggered
HEALTH_FAILED=$STATE/rollback-health-failed
HEALTH_VARIABLES=$STATE/rollback-health-variables
ROLLBACK_REPORTED=$STATE/rollback-reported

# The device speaks on its serial console; who started us by hand or by ssh sees it too.
report() {
    printf 'device-report: %s\n' "$*" >&2
    { printf 'device-report: %s\n' "$*" >>"$CONSOLE"; } 2>/dev/null || :
}

# step NAME: during an update, its undoing (undo), a rollback (rollback-step) or a commit (commit-step), as STEP_EVENT says.
step() {
    report "${STEP_EVENT:-update} step=$1"
    mkdir -p "$RUN"
    echo "$1" >"$RUN/last-step"
}

# value_of FILE KEY [DEFAULT]: sets value; the last line KEY=... wins, as for U-Boot.
value_of() {
    value=${3-}
    [ -f "$1" ] || return 0
    while IFS='=' read -r found content || [ -n "$found" ]; do
        if [ "$found" = "$2" ]; then
            value=$content
        fi
    done <"$1"
}

slot_of() {
    case $1 in
        2) slot=A ;;
        *) slot=B ;;
    esac
}

other_part() { other=$((5 - $1)); }

# What U-Boot takes: the file as it is on the FAT, never a copy of fatrw beside it. Sets selected and upgrade_available.
read_uenv() {
    value_of "$UENV" resin_root_part
    case $value in
        2 | 3) selected=$value uenv=valid ;;
        *) selected=2 uenv=invalid ;;
    esac
    value_of "$UENV" upgrade_available 0
    upgrade_available=$value
}

# write_uenv PART UPGRADE_AVAILABLE: made in memory, moved by fatrw.
write_uenv() {
    mkdir -p "$RUN"
    printf 'resin_root_part=%x\nupgrade_available=%s\n' "$1" "$2" >"$RUN/resinOS_uEnv.txt"
    "$FATRW" copy "$RUN/resinOS_uEnv.txt" "$UENV"
    rm -f "$RUN/resinOS_uEnv.txt"
}

breadcrumb_pending() { [ -e "$HEALTH_BREADCRUMB" ] || [ -e "$ALTBOOT_BREADCRUMB" ]; }

running_version() {
    value_of "$ROOT/etc/os-release" VERSION_ID unknown
    version=${value#\"}
    version=${version%\"}
}

# timing KEY: sets value.
timing() {
    value_of "$ROOT/etc/resin-update/timing.conf" "$1"
    value_of "$BOOT/timing.conf" "$1" "$value"
    value=${value%%[!0-9]*}
    case $value in
        '') value_of "$ROOT/etc/resin-update/timing.conf" "$1" ;;
    esac
}

pause() {
    timing "$1"
    sleep "$value"
}

# The end of an update, kept or rolled back, in an order that a cut may interrupt anywhere: while a breadcrumb is there it is done again, and without
# breadcrumbs an upgrade_available=1 that is left is finished by boot-recover.
rollback_stop() {
    rm -f "$HEALTH_VARIABLES"
    rm -f "$ALTBOOT_BREADCRUMB"
    rm -f "$HEALTH_BREADCRUMB"
    rm -f "$HEALTH_FAILED"
    rm -f "$BOOT/bootcount.env"
    sync_state
    sync -f "$BOOT"
    read_uenv
    if [ "$upgrade_available" != 0 ]; then
        landed
        write_uenv "$selected" 0
    fi
    sync -f "$BOOT"
}

# own_hooks DURING_UPDATE: those of the running tree, which put its boot files and its selection back.
own_hooks() {
    DURING_UPDATE=$1 TARGET_PART=$running STEP_EVENT=${STEP_EVENT:-undo} "$LIBRARY/run-hooks" "$ROOT/etc/hostapp-update-hooks.d"
}
