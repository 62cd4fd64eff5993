# Sourced by the recipes of the resinos family, with RECIPE and LAYERS set: the folders whose packages, files and units make the root tree, lowest first.
# shellcheck shell=sh

CORE=$(cd "$RECIPE/../resinos" && pwd)
. "$COMMON/debian.sh"
. "$COMMON/kernel.sh"
. "$COMMON/initramfs.sh"
. "$COMMON/card.sh"
. "$CORE/tree.sh"

# What tells one release from another: its names, a boot file, and a file of the root.
stamp_version() {
    cat >"$1/usr/lib/os-release" <<NAMES
ID=resinos
NAME="ResinOS (Brownout reference)"
VERSION="$VERSION"
VERSION_ID="$VERSION"
PRETTY_NAME="ResinOS $VERSION (Brownout reference)"
VARIANT_ID=$VARIANT
MACHINE="raspberrypi3-64"
SLUG="raspberrypi3-64"
NAMES
    printf 'ResinOS %s \\n \\l\n\n' "$VERSION" >"$1/etc/issue"
    printf 'ResinOS %s %%h\n\n' "$VERSION" >"$1/etc/issue.net"
    mkdir -p "$1/usr/share/resinos"
    printf '{"version": "%s", "variant": "%s", "epoch": %s}\n' "$VERSION" "$VARIANT" "$IMAGE_EPOCH" >"$1/usr/share/resinos/release.json"
    make_boot_files "$1/resin-boot"
    [ "$VARIANT" = production ] || develop "$1"
}

# A root shell on the serial console, and a version that says so.
develop() {
    sed -i 's/^\(BALENA_BOARD_REV=.*\)$/\1-dev/' "$1/resin-boot/image-version-info"
    for layer in $LAYERS; do
        [ ! -d "$layer/development" ] || cp -a "$layer/development/." "$1/"
        for unit in $(words_of "$layer" development.list); do
            enable_unit "$1" multi-user.target "$unit"
        done
    done
}

# The digest of every file of the root, so that anybody can see whether a slot holds what was released.
make_fingerprint() {
    (cd "$1" && find . -type f ! -path ./resinos.fingerprint -print0 | sort -z | xargs -0 md5sum) >"$WORK/fingerprint"
    mv "$WORK/fingerprint" "$1/resinos.fingerprint"
    touch -h -d "@$IMAGE_EPOCH" "$1/resinos.fingerprint" "$1"
}

make_update_bundle() {
    say "make the update bundle"
    sh "$CORE/update-agent/make-bundle.sh" "$1" "$VERSION" "$WORK/image/update" || fail "expected make-bundle.sh to pack the tree, and it could not"
}

# populate_data FOLDER: what lies on resin-data of a new card. A recipe that builds on this one may have its own.
populate_data() { :; }

# tell_of_partitions TREE: the root, and its initramfs, before which the list goes as an archive of its own: packing the initramfs takes longer than all the rest.
tell_of_partitions() {
    name_partitions "$1"
    name_partitions "$WORK/first"
    stamp_tree "$WORK/first"
    (cd "$WORK/first" && find . | sort | cpio --quiet --reproducible -R 0:0 -H newc -o && cat "$1/boot/initramfs") >"$WORK/initramfs-named"
    mv "$WORK/initramfs-named" "$1/boot/initramfs"
}

# build_release "$@": the recipe's whole work, from its options to the folder it delivers.
build_release() {
    become_root_for_packing "$@"
    need_host_tools
    parse_options "$@"
    begin_work
    # shellcheck disable=SC2086 # five words
    lay_out_card $CARD_SIZES
    fetch_boot_packages
    base_tree
    cp -a "$BASE_TREE" "$WORK/root"
    stamp_version "$WORK/root"
    plant_fault "$WORK/root"
    tell_of_partitions "$WORK/root"
    stamp_tree "$WORK/root"
    make_fingerprint "$WORK/root"
    make_card_boot "$WORK/card-boot" "$WORK/root/resin-boot"
    # Neither uuid nor keys: those belong to one device, and whoever prepares its card writes them.
    printf '{"deviceType": "raspberrypi3-64", "persistentLogging": false}\n' >"$WORK/card-boot/config.json"
    mkdir -p "$WORK/parts" "$WORK/image" "$WORK/card-data"
    : >"$WORK/card-data/remove_me_to_reset"
    populate_data "$WORK/card-data"
    make_update_bundle "$WORK/root"
    say "make the file systems"
    make_partitions
    assemble_card "$WORK/image/card.img" "$WORK/parts"
    sort -u "$WORK/tree-packages" "$BOOT_LIST" >"$WORK/packages"
    write_manifest "$WORK/image" "$(basename "$RECIPE")" "$WORK/packages"
    deliver "$WORK/image"
}
