# Sourced by lib.sh and fatrw, after paths.conf: what to do about a card that may lose its last commands when its power goes, though it has acknowledged them. How many is
# in card.conf (window=8); without that file the agent believes its card.
# shellcheck shell=sh
CARD_CONF=$ROOT/etc/resin-update/card.conf
PADS=$DATA/.resin-update-pads

# Sets window.
card_window() {
    window=0
    while IFS='=' read -r key content; do
        if [ "$key" = window ]; then
            window=$content
        fi
    done 2>/dev/null <"$CARD_CONF" || :
}

# One more command than the window holds, each of one sector: every other sector of a file, since neighbours would go to the card as one command. The sectors between
# are zeroes, which dd steps over.
make_pads() {
    mkdir -p "$RUN"
    : >"$RUN/pads.new"
    pad=0
    while [ "$pad" -le "$window" ]; do
        truncate -s $((pad * 1024)) "$RUN/pads.new"
        printf '%512s' "pad $pad" >>"$RUN/pads.new"
        pad=$((pad + 1))
    done
    mv "$RUN/pads.new" "$RUN/pads"
}

# Written in place from here on, always with the same content, so nothing of the data partition changes.
place_pads() {
    cmp -s "$RUN/pads" "$PADS" || dd if="$RUN/pads" of="$PADS" bs=64k conv=fsync status=none
}

# landed: returns when what was synced before is so long ago that the card cannot lose it any more. Where there is no room for the pads it goes on, as a device must that
# is about to recover.
landed() {
    [ "$window" -gt 0 ] || return 0
    { [ -f "$RUN/pads" ] || { make_pads && place_pads; }; } \
        && dd if="$RUN/pads" of="$PADS" bs=512 conv=notrunc,sparse oflag=direct,dsync status=none \
        || echo "landed: expected to write $PADS, and could not: the card may lose its last commands" >&2
}

# sync_state [FILE...]: what was done on the state partition is on the card, and the contents of these files. The journal first: a sync of the whole file system has the
# kernel write metadata in place right behind the journal's commit, and a card could keep some of the one and lose the other, which no check at boot looks for.
sync_state() {
    if [ "$window" -gt 0 ]; then
        sync "$STATE" "$@"
        landed
    fi
    sync -f "$STATE"
}

card_window
