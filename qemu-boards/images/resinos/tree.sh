# Sourced. The root tree: built once for all versions and faults, kept in the cache under the hash of what it is made of.
# shellcheck shell=sh

words() { sed 's/#.*//' "$@" | tr -s ' \n' '\n\n' | grep . || true; }

# words_of FOLDER LIST: none where the folder has no such list.
words_of() {
    [ ! -e "$1/$2" ] || words "$1/$2"
}

# layered LIST: the words of that list of each layer, lowest first.
layered() {
    for folder in $LAYERS; do
        words_of "$folder" "$1"
    done
}

fetch_tree_packages() {
    # The agent is content with any busybox; the static one starts faster, and Debian installs only one of the two.
    # shellcheck disable=SC2046 # a list of words
    fetch_packages "$WORK/tree-solution" $(layered packages.list | grep -vx busybox)
    # Without maintainer scripts some packages are of no use.
    grep -vE '^(debconf|debianutils|busybox|libpam-runtime|libpam-modules|libpam-modules-bin|perl-base) ' "$WORK/tree-solution" >"$WORK/tree-packages"
}

# systemd moves a clock that is behind the day of its own making to that day, so the image's epoch is the midnight after.
settle_epoch() {
    deb=$(package_file "$WORK/tree-packages" systemd)
    made=$(dpkg-deb --fsys-tarfile "$deb" | tar -t -v --full-time --utc --wildcards './*lib/systemd/systemd' | awk '{ print $4, $5 }')
    made=$(date -u -d "$made" +%s)
    if [ "$made" -ge "$IMAGE_EPOCH" ]; then
        set_epoch $(((made / 86400 + 1) * 86400))
    fi
}

# base_tree: sets BASE_TREE.
base_tree() {
    fetch_tree_packages
    settle_epoch
    key=$({
        cat "$WORK/tree-packages" "$BOOT_LIST" | sed 's/ [^ ]*$//'
        hash_of_tree "$COMMON"
        for layer in $LAYERS; do
            find "$layer" -maxdepth 1 -type f -print0 | sort -z | xargs -0 sha256sum | sed "s|$layer||"
            [ ! -d "$layer/rootfs" ] || hash_of_tree "$layer/rootfs"
        done
        hash_of_tree "$CORE/initramfs"
    } | sha256sum | cut -c1-16)
    kind=$(basename "$RECIPE")
    BASE_TREE=$CACHE/trees/$kind-tree-$key
    mkdir -p "$CACHE/trees"
    with_lock trees make_base_tree_locked
}

make_base_tree_locked() {
    [ ! -d "$BASE_TREE" ] || return 0
    EXTRA_INITRAMFS_MODULES='vfat nls_cp437 nls_ascii'
    # The watchdog of QEMU's virt board.
    [ "$DEBIAN_ARCHITECTURE" != arm64 ] || EXTRA_INITRAMFS_MODULES="$EXTRA_INITRAMFS_MODULES i6300esb"
    EXTRA_INITRAMFS_FILES=$CORE/initramfs
    make_initramfs "$WORK/initramfs.img" "$CORE/initramfs-init" usr/sbin/fsck.fat usr/sbin/e2fsck usr/sbin/resize2fs
    say "put the root tree together"
    tree=$WORK/tree
    unpack_packages "$WORK/tree-packages" "$WORK/stock"
    make_folders "$tree"
    take_files "$WORK/stock" "$tree"
    write_accounts "$tree"
    # shellcheck disable=SC2046,SC2086 # lists of words
    copy_modules "$tree" $CARD_MODULES $(layered modules.list)
    [ "${MODULE_INDEX:-text}" = text ] || index_modules_for_udev "$tree"
    lay_over "$tree"
    mkdir -p "$tree/boot"
    cp "$KERNEL_TREE/boot/$KERNEL_FILE" "$tree/boot/"
    cp "$WORK/initramfs.img" "$tree/boot/initramfs"
    stamp_tree "$tree"
    # Trees of older recipes are of no use any more; the newest three stay.
    find "$CACHE/trees" -maxdepth 1 -name "$kind-tree-*" -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d' ' -f2- | xargs -r rm -rf
    rm -rf "$BASE_TREE.new"
    cp -a "$tree" "$BASE_TREE.new"
    mv "$BASE_TREE.new" "$BASE_TREE"
    touch "$BASE_TREE"
}

make_folders() {
    for folder in boot dev etc/docker etc/dropbear etc/NetworkManager/system-connections etc/resin-supervisor etc/systemd/system \
        mnt/boot mnt/state mnt/data proc resin-boot root/.docker run sys tmp usr/bin usr/sbin usr/lib var; do
        mkdir -p "$1/$folder"
    done
    for link in bin sbin lib; do
        ln -s "usr/$link" "$1/$link"
    done
    chmod 700 "$1/root" "$1/root/.docker"
    chmod 1777 "$1/tmp"
    : >"$1/root/.rnd"
    : >"$1/etc/machine-id"
    echo resin >"$1/etc/hostname"
    ln -s ../proc/self/mounts "$1/etc/mtab"
    ln -s ../run/resolv.conf "$1/etc/resolv.conf"
    ln -s ../usr/lib/os-release "$1/etc/os-release"
}

# What keep.list names, links kept as they are, and the libraries that the programs ask for. A question mark stands before what not every release of Debian has.
take_files() {
    layered keep.list | sed "s/aarch64-linux-gnu/$TRIPLET/" | while read -r pattern; do
        (cd "$1" && find ${pattern#\?} -maxdepth 0 2>/dev/null || true) >"$WORK/found"
        [ -s "$WORK/found" ] || [ "$pattern" != "${pattern#\?}" ] || fail "expected $pattern of keep.list among the unpacked packages, it is not there"
        while read -r path; do
            mkdir -p "$2/$(dirname "$path")"
            cp -a "$1/$path" "$2/$path"
            if [ -L "$2/$path" ]; then
                cp -L --remove-destination "$1/$path" "$2/$path"
            fi
            copy_libraries "$1" "$2" "$2/$path"
        done <"$WORK/found"
    done
    cp -L "$1/usr/lib/$TRIPLET/$LOADER" "$2/usr/lib/"
    ln -s dash "$2/usr/bin/sh"
    ln -s ../lib/systemd/systemd "$2/usr/sbin/init"
    for command in reboot poweroff halt; do
        ln -s ../bin/systemctl "$2/usr/sbin/$command"
    done
    for applet in $(layered applets.list); do
        [ -e "$2/usr/bin/$applet" ] || ln -s busybox "$2/usr/bin/$applet"
    done
    # The kernel asks for modules through this path.
    ln -s ../bin/busybox "$2/usr/sbin/modprobe"
    [ ! -e "$2/usr/sbin/mke2fs" ] || ln -s mke2fs "$2/usr/sbin/mkfs.ext4"
    ln -s fsck.fat "$2/usr/sbin/fsck.vfat"
}

# Accounts are lines of passwd(5) and group(5); nobody has a password.
write_accounts() {
    for layer in $LAYERS; do
        [ ! -e "$layer/passwd" ] || cat "$layer/passwd"
    done >"$1/etc/passwd"
    for layer in $LAYERS; do
        [ ! -e "$layer/group" ] || cat "$layer/group"
    done >"$1/etc/group"
    sed 's/^\([^:]*\):.*/\1:*:20454:0:99999:7:::/' "$1/etc/passwd" >"$1/etc/shadow"
    chmod 600 "$1/etc/shadow"
    printf '/bin/sh\n' >"$1/etc/shells"
    printf '127.0.0.1 localhost\n::1 localhost\n' >"$1/etc/hosts"
    printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\n' >"$1/etc/nsswitch.conf"
    printf 'export PATH=/usr/sbin:/usr/bin:/sbin:/bin\n' >"$1/etc/profile"
}

# enable_unit TREE TARGET UNIT
enable_unit() {
    folder=..
    [ -e "$1/etc/systemd/system/$3" ] || folder=/usr/lib/systemd/system
    ln -sf "$folder/$3" "$1/etc/systemd/system/$2.wants/$3"
}

# enable_units TREE: lines "TARGET UNIT" of each layer's units.list.
enable_units() {
    for layer in $LAYERS; do
        [ ! -e "$layer/units.list" ] || sed 's/#.*//' "$layer/units.list"
    done | while read -r target unit; do
        [ -n "$target" ] || continue
        [ -e "$1/etc/systemd/system/$unit" ] || [ -e "$1/usr/lib/systemd/system/$unit" ] || fail "expected the unit $unit of units.list in the tree, it is not there"
        mkdir -p "$1/etc/systemd/system/$target.wants"
        enable_unit "$1" "$target" "$unit"
    done
}

# The layers' own files, lowest first; a unit that a layer does without is a link to /dev/null there.
lay_over() {
    for layer in $LAYERS; do
        [ ! -d "$layer/rootfs" ] || cp -a "$layer/rootfs/." "$1/"
    done
    # A checkout knows no mode but that of programs.
    chmod 700 "$1/root"
    ln -sf /usr/lib/systemd/system/multi-user.target "$1/etc/systemd/system/default.target"
    enable_units "$1"
}
