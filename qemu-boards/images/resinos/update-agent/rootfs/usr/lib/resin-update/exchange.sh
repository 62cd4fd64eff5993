# Sourced by fatrw on a device whose card may lose its last commands (card.conf): a file is put in place by an exchange of two names. At every moment, and whichever of the
# last commands are lost, FILE leads to the whole old content or to the whole new one. The other name is FATRWnnn.TMP, which takes a single entry of its folder, so it is
# there or it is not; what it leads to is nobody's.
# shellcheck shell=sh

# Nothing is to be moved where one sector holds old and new content: a sector lands or it does not.
fits_in_place() {
    [ -f "$2" ] || return 1
    sizes=$(stat -c %s "$1" "$2" | tr '\n' ' ')
    new=${sizes%% *}
    [ "$new" -le 512 ] && [ "$sizes" = "$new $new " ]
}

# Between the two writes of an exchange both names lead to the same clusters, and fsck.fat then empties the name that it meets second. So the copy's entry has to come
# behind the file's: entries that fill gaps before it stay until the file is in place. Sets copy.
make_entry_behind() {
    number=0
    while :; do
        copy=$folder/$(printf 'FATRW%03d.TMP' "$number")
        : >"$copy"
        if [ ! -f "$folder/$name" ] || comes_behind "$folder" "${copy##*/}" "$name"; then
            return
        fi
        number=$((number + 1))
    done
}

# exchange SOURCE FILE: ends with 3 when there is no space for a second copy.
exchange() {
    source=$1
    file=$2
    folder_of "$file"
    if cmp -s "$source" "$file"; then
        return
    fi
    if fits_in_place "$source" "$file"; then
        dd if="$source" of="$file" conv=notrunc,fsync status=none
        return
    fi
    make_entry_behind
    # As few writes as can be: each one brings the folder's entry and the FAT up to date.
    if ! dd if="$source" of="$copy" bs=4M conv=fsync status=none; then
        discard_copies "$folder"
        exit 3
    fi
    sync "$folder"
    cmp -s "$source" "$copy" || fail "$copy: not what was written"
    landed
    if [ -f "$file" ]; then
        exch "$copy" "$file"
    else
        mv "$copy" "$file"
    fi
    sync "$file" "$folder"
    # The old content's clusters are freed only when no loss can have the name lead to them again.
    landed
    discard_copies "$folder"
}
