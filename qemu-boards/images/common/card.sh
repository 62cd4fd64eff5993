# Sourced. The card image: MBR, one FAT, ext4 file systems, all made as files, without loop devices and without mounting.
# shellcheck shell=sh

CARD_DISK_ID=0xb0a4d001

# Of a card for resinos, as lay_out_card takes them.
CARD_SIZES='1024 64 256 20 96'

# lay_out_card CARD BOOT ROOT STATE DATA: sizes in MiB, for a table of the form that ResinOS has: two roots, state and data as logical partitions.
# All on 4 MiB borders; an emulated SD card wants a power of two; the data partition grows to the end of its card at the first boot.
# Sets CARD_LAYOUT, a line for each partition: number, role, label, type, first sector, sectors. The options must be known.
lay_out_card() {
    card=$1
    boot=$2
    labels='resin-boot resin-rootA resin-rootB resin-state resin-data'
    border=8192
    # From the extended partition to its first logical one.
    gap=$border
    ! has_option yocto || lay_out_as_yocto
    while [ $((card - 12 - boot - 2 * $3 - $4 - $5)) -lt 0 ]; do
        card=$((card * 2))
    done
    CARD_SECTORS=$((card * 2048))
    root_a=$((border + boot * 2048))
    root_b=$((root_a + $3 * 2048))
    state=$((root_b + $3 * 2048 + border))
    data=$((state + ($4 + 3) / 4 * 4 * 2048 + border))
    CARD_EXTENDED_START=$((state - gap))
    CARD_EXTENDED_SECTORS=$((data + $5 * 2048 - CARD_EXTENDED_START))
    # shellcheck disable=SC2086 # five words
    set -- $((boot * 2048)) $(($3 * 2048)) $(($4 * 2048)) $(($5 * 2048)) $labels
    CARD_LAYOUT="1 boot $5 vfat $border $1
2 root_a $6 ext4 $root_a $2
3 root_b $7 ext4 $root_b $2
5 state $8 ext4 $state $3
6 data $9 ext4 $data $4"
}

# What Yocto's BSP for the Raspberry Pi and those who build on it do otherwise:
# - meta-raspberrypi, wic/sdimage-raspberrypi.wks: the first partition is a vfat labelled boot, active, on a border of 4096 KiB, 100 MiB at least.
# - rauc/meta-rauc-community, meta-rauc-raspberrypi/wic/sdimage-dual-raspberrypi.wks: a second root; rootfs_A and rootfs_B are their labels. Those who keep data label it data.
# - openembedded-core, scripts/lib/wic/plugins/imager/direct.py: a fourth partition is an extended one that begins a sector before the first logical one, which has its own record there.
#   A vfat has the type of FAT32; scripts/lib/wic/partition.py leaves the choice to mkfs.fat, which takes FAT16 for one of 100 MiB, in clusters of 2 KiB.
lay_out_as_yocto() {
    [ "$boot" -ge 100 ] || boot=100
    labels='boot rootfs_A rootfs_B state data'
    gap=1
}

# layout_of NUMBER: "role label type start sectors".
layout_of() { echo "$CARD_LAYOUT" | awk -v number="$1" '$1 == number { print $2, $3, $4, $5, $6 }'; }

partition_table() {
    echo "label: dos"
    echo "label-id: $CARD_DISK_ID"
    echo "unit: sectors"
    fat=e
    ! has_option fat32 || fat=c
    ! has_option yocto || fat=c
    echo "$CARD_LAYOUT" | awk -v start="$CARD_EXTENDED_START" -v sectors="$CARD_EXTENDED_SECTORS" -v fat="$fat" '
        $1 == 5 { printf "4 : start=%d, size=%d, type=f\n", start, sectors }
        { printf "%d : start=%d, size=%d, type=%s\n", $1, $5, $6, $4 == "vfat" ? fat ", bootable" : "83" }'
}

# The UUIDs tell the file systems apart and never change: a build is reproducible. The state partition has the device's own identity.
uuid_of() { echo "b0a4d001-0000-4000-8000-00000000000$1"; }

# make_fat IMAGE SECTORS LABEL FOLDER: everything in FOLDER, in name order, with the image's time.
make_fat() {
    truncate -s $(($2 * 512)) "$1"
    # FAT32 begins at 65525 clusters, so those of a small partition are of one sector each.
    shape='-F 16 -s 4'
    ! has_option fat32 || shape='-F 32 -s 1'
    # mkfs.vfat warns of lower case in a label; ResinOS has always used it.
    # shellcheck disable=SC2086 # options are words
    mkfs.vfat $shape -S 512 -i b0a4d001 --invariant -n "$3" "$1" >/dev/null 2>&1 || fail "expected mkfs.vfat to make $3, and it could not"
    stamp_tree "$4"
    (cd "$4" && find . -mindepth 1 -type d | sort | while read -r folder; do mmd -i "$1" "::${folder#./}"; done)
    (cd "$4" && find . -type f | sort | while read -r file; do mcopy -m -i "$1" "$file" "::${file#./}"; done) \
        || fail "expected the files of $3 to fit its FAT, and they do not"
}

# make_ext4 IMAGE SECTORS NUMBER LABEL [TREE]
make_ext4() {
    truncate -s $(($2 * 512)) "$1"
    populate=''
    if [ $# = 5 ]; then
        stamp_tree "$5"
        populate="-d $5"
    fi
    # shellcheck disable=SC2086 # two words or none
    MKE2FS_CONFIG=$COMMON/mke2fs.conf mke2fs -q -F -t ext4 -L "$4" -U "$(uuid_of "$3")" -m 0 -J size=4 $populate \
        -E "hash_seed=$(uuid_of "$3"),lazy_itable_init=0,lazy_journal_init=0,root_owner=0:0,nodiscard" "$1" >"$1.log" 2>&1 \
        || fail "expected mke2fs to make $4 ($(($2 / 2048)) MiB), got: $(tail -n 1 "$1.log")"
    rm "$1.log"
    [ -z "$populate" ] || stamp_ext4 "$1" "$5"
}

# mke2fs copies the change time of each file, which no tool can set on the host: write it into the file system.
stamp_ext4() {
    (cd "$2" && find . -mindepth 1 | sort | sed "s|^\.\(.*\)|sif \"\1\" ctime @$IMAGE_EPOCH|") >"$1.times"
    debugfs -w -f "$1.times" "$1" >"$1.log" 2>&1 || fail "expected debugfs to write change times, got: $(tail -n 1 "$1.log")"
    if grep -v -e '^debugfs' "$1.log" | grep -q .; then
        fail "expected debugfs to write change times, got: $(grep -v '^debugfs' "$1.log" | head -n 1)"
    fi
    rm "$1.times" "$1.log"
}

# assemble_card CARD FOLDER: FOLDER holds one file for each partition, named by its label.
assemble_card() {
    say "write the card image"
    truncate -s $((CARD_SECTORS * 512)) "$1"
    partition_table | sfdisk -q "$1" || fail "expected sfdisk to write the partition table, and it could not"
    echo "$CARD_LAYOUT" | while read -r _ _ label _ start _; do
        dd if="$2/$label" of="$1" bs=1M seek=$((start / 2048)) conv=notrunc,sparse status=none || fail "expected to write $label, and could not: is the disk full?"
    done
}

# write_manifest FOLDER NAME LIST: LIST is the package solution.
write_manifest() {
    {
        printf '{\n  "name": "%s",\n  "version": "%s",\n  "variant": "%s",\n  "options": [%s],\n  "fault": "%s",\n' \
            "$2" "$VERSION" "$VARIANT" "$(for option in $OPTIONS; do echo "\"$option\""; done | paste -sd ,)" "$FAULT"
        printf '  "boards": [%s],\n  "epoch": %s,\n  "debian": "%s",\n  "packages": {\n' "$BOARDS" "$IMAGE_EPOCH" "$DEBIAN_SUITE"
        awk 'NR > 1 { print "," } { printf "    \"%s\": \"%s\"", $1, $2 } END { print "" }' "$3"
        printf '  },\n  "partitions": [\n'
        echo "$CARD_LAYOUT" | awk 'NR > 1 { print "," }
            { printf "    {\"number\": %d, \"role\": \"%s\", \"label\": \"%s\", \"type\": \"%s\", \"startSector\": %d, \"sectors\": %d}", $1, $2, $3, $4, $5, $6 } END { print "" }'
        printf '  ],\n  "sha256": {\n'
        (cd "$1" && find . -type f ! -name manifest.json -o -path './update/*' -type f | sort | sed 's|^\./||' | while read -r file; do
            printf '%s %s\n' "$file" "$(sha256_of "$file")"
        done) | awk 'NR > 1 { print "," } { printf "    \"%s\": \"%s\"", $1, $2 } END { print "" }'
        printf '  }\n}\n'
    } >"$1/manifest.json"
}

# name_partitions TREE: tells a device how its card's partitions are labelled, lines NUMBER=LABEL. Its scripts find them by number.
name_partitions() {
    mkdir -p "$1/etc"
    echo "$CARD_LAYOUT" | awk '{ print $1 "=" $3 }' >"$1/etc/partitions"
}

# make_partitions: the file systems in WORK/parts, from WORK/card-boot and WORK/root; of the others each is empty but for what lies in WORK/card-ROLE.
make_partitions() {
    for number in 1 2 3 5 6; do
        # shellcheck disable=SC2046 # five words
        set -- $number $(layout_of $number)
        case $2 in
            boot) make_fat "$WORK/parts/$3" "$6" "$3" "$WORK/card-boot" ;;
            root_a) make_ext4 "$WORK/parts/$3" "$6" "$1" "$3" "$WORK/root" ;;
            *) make_ext4 "$WORK/parts/$3" "$6" "$1" "$3" $([ ! -d "$WORK/card-$2" ] || echo "$WORK/card-$2") ;;
        esac
    done
}
