# Files on the FAT, which U-Boot and the firmware read as they are.

# replace SOURCE NAME: NAME becomes a copy of SOURCE. The new content lies complete beside it before one rewritten directory entry makes it the file's.
replace() {
    ! cmp -s "$1" "$BOOT/$2" || return 0
    cp "$1" "$BOOT/.$2.new" && sync "$BOOT/.$2.new" && cmp -s "$1" "$BOOT/.$2.new" || return 1
    mv "$BOOT/.$2.new" "$BOOT/$2"
    sync -f "$BOOT"
}

remove_from_boot() {
    [ -e "$BOOT/$1" ] || return 0
    rm -f "$BOOT/$1"
    sync -f "$BOOT"
}

# What a cut has left beside files. A copy that shares its clusters with its file, cut in the middle of the rename, was emptied by fsck: it lies behind the file in the folder.
drop_leftovers() {
    for leftover in "$BOOT"/.*.new "$BOOT"/[Ff][Ss][Cc][Kk]*.[Rr][Ee][Cc]; do
        if [ -f "$leftover" ]; then
            rm -f "$leftover"
            report recovered "what=${leftover##*/}"
        fi
    done
    sync -f "$BOOT"
}
