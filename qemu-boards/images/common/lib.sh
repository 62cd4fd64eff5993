# Sourced by the recipes' build.sh. Words shared by all steps: messages, options, locks, hashes.
# shellcheck shell=sh

# set_epoch SECONDS: every time stamp in an image is this one, so that two builds are equal byte for byte.
set_epoch() {
    IMAGE_EPOCH=$1
    export SOURCE_DATE_EPOCH="$IMAGE_EPOCH" E2FSPROGS_FAKE_TIME="$IMAGE_EPOCH"
}
set_epoch 1767225600 # 2026-01-01T00:00:00Z
export LC_ALL=C TZ=UTC
umask 022
# e2fsprogs, dosfstools and fdisk live where an ordinary user's PATH does not look.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

COMMON=$(cd "$(dirname "$0")/../common" && pwd)
. "$COMMON/architecture.sh"

STEP='start'
say() {
    STEP=$*
    echo "images: $*" >&2
}

# The status of a message that has been said, so that end_work does not add another.
SAID=9
fail() {
    echo "images: $*" >&2
    exit $SAID
}

# need COMMAND PACKAGE...: pairs; names the Debian package to install when a command is missing.
need() {
    while [ $# -ge 2 ]; do
        command -v "$1" >/dev/null || fail "expected the command $1, found none: install the Debian package $2"
        shift 2
    done
}

need_host_tools() {
    need apt-get apt dpkg-deb dpkg dtc device-tree-compiler objdump binutils depmod kmod sfdisk fdisk mke2fs e2fsprogs debugfs e2fsprogs mkfs.vfat dosfstools \
        mcopy mtools mkimage u-boot-tools mkenvimage u-boot-tools cpio cpio zstd zstd gzip gzip xz xz-utils flock util-linux
    [ "$(id -u)" = 0 ] || need fakeroot fakeroot
}

# Files belong to root in every image. An ordinary user builds the same image: fakeroot shows the user's files as root's.
become_root_for_packing() {
    if [ "$(id -u)" != 0 ]; then
        exec fakeroot -- "$0" "$@"
    fi
}

# parse_options "$@": sets VERSION VARIANT OPTIONS OUTPUT CACHE FAULT and checks them.
parse_options() {
    VERSION='' VARIANT=production OPTIONS='' OUTPUT='' CACHE='' FAULT=''
    while [ $# -gt 0 ]; do
        [ $# -ge 2 ] || fail "expected a value after $1, saw the end of the line"
        case $1 in
            --version) VERSION=$2 ;;
            --variant) VARIANT=$2 ;;
            --option) add_option "$2" ;;
            --output) OUTPUT=$2 ;;
            --cache) CACHE=$2 ;;
            --fault) FAULT=$2 ;;
            *) fail "expected --version, --variant, --option, --output, --cache or --fault, saw $1" ;;
        esac
        shift 2
    done
    case $VERSION in
        '') fail "expected --version V, saw none" ;;
        *[!A-Za-z0-9.+~_-]*) fail "expected a version of letters, digits and . + ~ _ -, saw '$VERSION'" ;;
    esac
    case $VARIANT in
        production | development) ;;
        *) fail "expected --variant production or development, saw '$VARIANT'" ;;
    esac
    [ -n "$OUTPUT" ] || fail "expected --output DIR, saw none"
    [ -n "$CACHE" ] || fail "expected --cache DIR, saw none"
    choose_architecture
    mkdir -p "$CACHE" "$(dirname "$OUTPUT")" || fail "cannot create $CACHE and the folder of $OUTPUT: choose folders that can be written"
    CACHE=$(cd "$CACHE" && pwd)
    OUTPUT=$(cd "$(dirname "$OUTPUT")" && pwd)/$(basename "$OUTPUT")
}

# An option is a choice that a card's maker has, in any variant. fat32: the boot partition is FAT32 and not FAT16. armel: for the processor of a Pi Zero or a Pi 1. yocto: laid out as Yocto's BSP for the
# Raspberry Pi lays its cards out.
add_option() {
    case $1 in
        fat32 | armel | yocto) OPTIONS="$OPTIONS $1" ;;
        *) fail "expected --option fat32, armel or yocto, saw '$1'" ;;
    esac
}

has_option() {
    case " $OPTIONS " in
        *" $1 "*) return 0 ;;
        *) return 1 ;;
    esac
}

# begin_work: a scratch folder beside the output (same file system, so the last rename is atomic), removed on every exit path.
begin_work() {
    WORK=$(mktemp -d "$(dirname "$OUTPUT")/.build-$(basename "$OUTPUT")-XXXXXX")
    trap end_work EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

end_work() {
    status=$?
    rm -rf "$WORK"
    case $status in
        0 | $SAID | 129 | 130 | 143) ;;
        *) echo "images: expected the step '$STEP' to succeed, a command in it ended with $status: its own words are above" >&2 ;;
    esac
    exit $status
}

# deliver FOLDER: puts the finished folder in place in one rename. When another build was faster, its result, which is equal, stays.
deliver() {
    if [ -e "$OUTPUT" ]; then
        mv "$OUTPUT" "$WORK/replaced"
    fi
    mv -T "$1" "$OUTPUT" || fail "expected to place the image at $OUTPUT, and could not: is another build writing there?"
}

# with_lock NAME COMMAND...: one holder in the cache at a time.
with_lock() {
    lock=$CACHE/$1.lock
    shift
    (
        flock 9
        "$@"
    ) 9>"$lock"
}

sha256_of() { sha256sum "$1" | cut -d' ' -f1; }

# hash_of_tree DIR...: one digest over names, modes and contents of the files below.
hash_of_tree() {
    for folder in "$@"; do
        (cd "$folder" && find . -type f -print0 | sort -z | xargs -0 -r sha256sum && find . -printf '%p %m %l\n' | sort)
    done | sha256sum | cut -d' ' -f1
}

# stamp_tree DIR: gives every file the image's time.
stamp_tree() { find "$1" -exec touch -h -d "@$IMAGE_EPOCH" {} +; }

# plant_fault TREE: as --fault says, several with + between them, in that order. Each is a script of the recipe, or of one that it builds on, that is given the root tree: bad releases for the
# tests, mutants, and what only tests have in an image.
plant_fault() {
    for fault in $(echo "$FAULT" | tr + ' '); do
        script='' known=''
        for layer in ${LAYERS:-$RECIPE}; do
            known="$known $(ls "$layer/faults" 2>/dev/null | sed 's/\.sh$//' | tr '\n' ' ')"
            [ ! -e "$layer/faults/$fault.sh" ] || script=$layer/faults/$fault.sh
        done
        [ -n "$script" ] || fail "expected --fault to name one of:$known; saw '$fault'"
        say "plant the fault $fault"
        COMMON="$COMMON" sh -eu "$script" "$1" || fail "expected the fault $fault to find its place in the tree, and it did not"
    done
}
