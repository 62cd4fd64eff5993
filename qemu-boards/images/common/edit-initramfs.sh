# Sourced by faults. edit_initramfs TREE FILE SED: changes one file of the initramfs that U-Boot loads, and fails when the change finds nothing.
# shellcheck shell=sh
edit_initramfs() {
    unpacked=$(mktemp -d)
    zstd -qdc "$1/boot/initramfs" | (cd "$unpacked" && cpio --quiet -idm)
    cp "$unpacked/$2" "$unpacked/before"
    sed -i "$3" "$unpacked/$2"
    ! cmp -s "$unpacked/before" "$unpacked/$2" || return 1
    rm "$unpacked/before"
    find "$unpacked" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    (cd "$unpacked" && find . | sort | cpio --quiet --reproducible -R 0:0 -H newc -o) | zstd -q -19 -c >"$1/boot/initramfs"
    rm -rf "$unpacked"
}
