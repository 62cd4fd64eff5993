# Sourced by run.sh: a device made of folders, a model of its boot loader, and a power plug.
# shellcheck shell=sh
AGENT=$(cd "$(dirname "$0")/.." && pwd)
TESTS=$AGENT/tests

# make_tree FOLDER VERSION [BOOT_FILES]: the agent, the parts of an OS that the agent and the boot loader look at, and boot files.
make_tree() {
    mkdir -p "$1/boot" "$1/sbin" "$1/resin-boot/overlays"
    cp -a "$AGENT/rootfs/." "$1/"
    printf 'VERSION_ID="%s"\n' "$2" >"$1/etc/os-release"
    echo "kernel of $2" >"$1/boot/Image.gz"
    echo init >"$1/sbin/init"
    echo hidden >"$1/.hidden"
    echo "script of $2" >"$1/resin-boot/boot.scr"
    echo "loader of $2" >"$1/resin-boot/u-boot.bin"
    echo "overlay of $2" >"$1/resin-boot/overlays/i2c.dtbo"
    echo "not to be copied" >"$1/resin-boot/config.txt"
    # The sandbox has no mounts to look at.
    printf '#!/bin/sh\n[ ! -e "$SANDBOX/unhealthy-%s" ]\n' "$2" >"$1/usr/lib/resin-update/board-health"
    chmod 755 "$1/usr/lib/resin-update/board-health"
}

write_paths() {
    cat >"$SANDBOX/paths-$1.conf" <<PATHS
ROOT=$SANDBOX/slots/$1
BOOT=$SANDBOX/boot
STATE=$SANDBOX/state
DATA=$SANDBOX/data
RUN=$SANDBOX/run
SYSROOT=$SANDBOX/unset
CONSOLE=$SANDBOX/console
LIBRARY=$SANDBOX/slots/$1/usr/lib/resin-update
PLATFORM=$TESTS/platform-sandbox.sh
FATRW=$SANDBOX/slots/$1/usr/sbin/fatrw
HOSTAPP_UPDATE=$SANDBOX/slots/$1/usr/sbin/hostapp-update
PATHS
}

# The commands that change a disk are cut points: each is counted and written down; before number CUT_AT the power goes, and with CUT_HALF that one command
# is half done. sync is only written down, since the tests run on a disk that never loses power.
write_shims() {
    mkdir -p "$SANDBOX/shims"
    for command in mv rm cp dd sync mkdir rmdir tar exch; do
        cat >"$SANDBOX/shims/$command" <<SHIM
#!/bin/sh
command=$command
real=$(command -v "$command" || echo "$TESTS/$command")
. "$TESTS/shim.sh"
SHIM
        chmod 755 "$SANDBOX/shims/$command"
    done
}

# A device that runs 1.0 from slot A (2) and has never been updated.
make_device() {
    SANDBOX=$(mktemp -d "$SCRATCH/device.XXXXXX")
    export SANDBOX
    mkdir -p "$SANDBOX/slots/2" "$SANDBOX/slots/3" "$SANDBOX/boot" "$SANDBOX/state" "$SANDBOX/data"
    cp -a "$SCRATCH/tree-1.0/." "$SANDBOX/slots/2"
    cp -a "$SCRATCH/tree-1.0/resin-boot/." "$SANDBOX/boot"
    echo "the owner's" >"$SANDBOX/boot/config.txt"
    echo '{"uuid": "1"}' >"$SANDBOX/boot/config.json"
    printf 'resin_root_part=2\nupgrade_available=0\n' >"$SANDBOX/boot/resinOS_uEnv.txt"
    sed -n '/=/s/=.*/=0/p' "$AGENT/rootfs/etc/resin-update/timing.conf" | sed 's/tries=0/tries=2/' >"$SANDBOX/boot/timing.conf"
    echo precious >"$SANDBOX/data/app"
    : >"$SANDBOX/console"
    write_paths 2
    write_paths 3
    write_shims
}

# The same, whose card may lose its last commands.
make_hardened_device() {
    make_device
    echo window=8 >"$SANDBOX/slots/2/etc/resin-update/card.conf"
}

stage() {
    mkdir -p "$SANDBOX/data/hostapp-update"
    cp "$1"/* "$SANDBOX/data/hostapp-update/"
}

# in_device SLOT PROGRAM ARGUMENT...: a session of its own, so that the plug takes all of it.
in_device() {
    part=$1
    program=$2
    shift 2
    SANDBOX_RUNNING=$part RESIN_UPDATE_PATHS=$SANDBOX/paths-$part.conf RESIN_UPDATE_LIBRARY=$SANDBOX/slots/$part/usr/lib/resin-update \
        RESIN_UPDATE_PATH="$SANDBOX/shims:$PATH" setsid -w sh -c 'CUT_GROUP=$$; export CUT_GROUP; exec "$@"' sh "$SANDBOX/slots/$part/$program" "$@" \
        >>"$SANDBOX/output" 2>&1
}

uenv() { sed -n "s/^$1=//p" "$SANDBOX/boot/resinOS_uEnv.txt" 2>/dev/null || :; }

# What boot.scr does. Sets part; fails when the kernel of that part cannot be loaded.
boot_loader() {
    part=$(uenv resin_root_part)
    part=${part:-2}
    count=$(sed -n 's/^bootcount=//p' "$SANDBOX/boot/bootcount.env" 2>/dev/null || :)
    count=${count:-0}
    if [ "$(uenv upgrade_available)" = 1 ]; then
        count=$((count + 1))
        echo "bootcount=$count" >"$SANDBOX/boot/bootcount.env"
    fi
    [ "$count" -le 3 ] || part=$((5 - part))
    echo "device-report: bootloader bootcount=$count root-part=$part" >>"$SANDBOX/console"
    [ -f "$SANDBOX/slots/$part/boot/Image.gz" ]
}

# The services in their order, each with the condition of its unit. 137 is the power plug.
linux() {
    rm -rf "$SANDBOX/run"
    in_device "$part" usr/lib/resin-update/boot-recover || return
    for service in rollback-altboot rollback-health; do
        [ ! -e "$SANDBOX/reboot-requested" ] || return 0
        if [ -e "$SANDBOX/state/rollback-altboot-breadcrumb" ] || [ -e "$SANDBOX/state/rollback-health-breadcrumb" ]; then
            in_device "$part" "usr/lib/resin-update/$service" || return
        fi
    done
    [ -e "$SANDBOX/reboot-requested" ] || in_device "$part" usr/lib/resin-update/staged
}

# power_on: boots until the device is idle (0), the plug is pulled (137) or something else is wrong (1). A reboot that was asked for is a clean shutdown.
power_on() {
    boots=0
    while [ "$boots" -lt 20 ]; do
        boots=$((boots + 1))
        rm -f "$SANDBOX/reboot-requested"
        if boot_loader && [ -e "$SANDBOX/slots/$part/sbin/init" ]; then
            status=0
            linux || status=$?
            [ "$status" != 137 ] || return 137
            [ -e "$SANDBOX/reboot-requested" ] || break
            in_device "$part" usr/lib/resin-update/rollback-clear-bootcount
        fi
    done
    case $(tail -n 1 "$SANDBOX/console") in
        *" idle "*) return 0 ;;
        *) return 1 ;;
    esac
}

# cut_at NUMBER [half]: powers on with the plug pulled before that command, or in it.
cut_at() {
    echo 0 >"$SANDBOX/count"
    export CUT_AT="$1" CUT_HALF="${2-}"
    status=0
    power_on || status=$?
    unset CUT_AT CUT_HALF
    return $status
}
