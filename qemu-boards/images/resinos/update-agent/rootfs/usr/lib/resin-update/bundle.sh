# Sourced by hostapp-update: a bundle is a folder with manifest, manifest.sig (ed25519 over manifest) and root.tar.zst (its digest is in manifest).
# shellcheck shell=sh

# refuse REASON: nothing has been changed.
refuse() {
    report "update-result result=refused reason=$1"
    exit 3
}

# manifest_number KEY: sets value; a signed manifest without it is none of ours.
manifest_number() {
    value_of "$bundle/manifest" "$1"
    case $value in
        '' | *[!0-9]*) refuse "manifest_without_$1" ;;
    esac
}

# The signature comes first: nothing in the manifest is looked at before.
check_signature() {
    for file in manifest manifest.sig; do
        [ -s "$bundle/$file" ] || refuse "no_${file}_in_bundle"
    done
    openssl pkeyutl -verify -pubin -inkey "$ROOT/etc/resin-update/vendor.pem" -rawin -in "$bundle/manifest" -sigfile "$bundle/manifest.sig" \
        >/dev/null 2>&1 || refuse signature_wrong
}

check_gates() {
    value_of "$ROOT/etc/resin-update/agent.conf" bundle-name
    wanted=$value
    value_of "$bundle/manifest" name
    [ "$value" = "$wanted" ] || refuse "bundle_is_for_${value:-nothing}_not_$wanted"
    value_of "$ROOT/etc/resin-update/agent.conf" minimum-agent-version
    minimum=$value
    manifest_number agent-version
    [ "$value" -ge "$minimum" ] || refuse "agent_version_${value}_is_below_${minimum}"
}

# Where the tree will go: 16 MiB are the file system's own, an inode is made for each 16 KiB. Boot files: the spare of the hook 1-bootfiles, asked for
# here already, before anything is wiped.
check_space() {
    manifest_number installed-bytes
    needed=$((value + 16777216))
    slot_capacity "$target"
    [ "$slot_bytes" -ge "$needed" ] || refuse "slot_has_${slot_bytes}_bytes_of_$needed"
    manifest_number entries
    [ $((slot_bytes / 16384)) -ge "$value" ] || refuse "slot_has_$((slot_bytes / 16384))_inodes_of_$value"
    value_of "$ROOT/etc/resin-update/agent.conf" boot-spare 524288
    needed=$value
    free_bytes "$BOOT"
    [ "$free" -ge "$needed" ] || refuse "boot_partition_has_${free}_bytes_of_$needed"
}

check_payload() {
    payload=$bundle/root.tar.zst
    [ -f "$payload" ] || refuse no_root.tar.zst_in_bundle
    manifest_number size
    found=$(stat -c %s "$payload")
    [ "$found" = "$value" ] || refuse "payload_has_${found}_bytes_of_$value"
    value_of "$bundle/manifest" sha256
    found=$(sha256sum <"$payload")
    [ "${found%% *}" = "$value" ] || refuse payload_digest_wrong
}

# fetch NAME: resumes what is there already. A try ends after download-timeout even when bytes still come (busybox has no time limit for a silent line) and
# only one that brought nothing counts: a network comes back. What has come by then is reported.
fetch() {
    timing download-tries
    tries=$value
    timing download-timeout
    limit=$value
    have=0
    until timeout "$limit" busybox wget -q -c -O "$bundle/$1" "$url/$1"; do
        before=$have
        [ ! -f "$bundle/$1" ] || have=$(stat -c %s "$bundle/$1")
        [ "$have" -gt "$before" ] || tries=$((tries - 1))
        report "download interrupted=$1 bytes=$have tries-left=$tries"
        [ "$tries" -gt 0 ] || refuse "download_of_${1}_failed"
        pause download-wait
    done
}

# Manifest and signature are small and always fetched anew; a payload is resumed only when it belongs to this manifest.
fetch_description() {
    bundle=$DATA/hostapp-download
    mkdir -p "$bundle/new"
    (bundle=$bundle/new && rm -f "$bundle"/* && fetch manifest && fetch manifest.sig)
    if ! cmp -s "$bundle/new/manifest" "$bundle/manifest"; then
        rm -f "$bundle/root.tar.zst" "$bundle/attempt" "$bundle/consumed"
        mv "$bundle/new/manifest" "$bundle/manifest"
    fi
    mv "$bundle/new/manifest.sig" "$bundle/manifest.sig"
    rm -rf "$bundle/new"
}

fetch_payload() {
    manifest_number size
    size=$value
    have=0
    [ ! -f "$bundle/root.tar.zst" ] || have=$(stat -c %s "$bundle/root.tar.zst")
    [ "$have" -lt "$size" ] || return 0
    value_of "$ROOT/etc/resin-update/agent.conf" data-spare 0
    needed=$((size - have + value))
    free_bytes "$DATA"
    [ "$free" -ge "$needed" ] || refuse "data_partition_has_${free}_bytes_of_$needed"
    fetch root.tar.zst
    sync "$bundle/root.tar.zst"
}

# record_attempt PART: what lets the next boot see, whatever was cut, whether this bundle has been installed: it has once U-Boot's selection is PART.
record_attempt() {
    case $bundle in
        "$DATA"/*)
            printf 'part=%s\n' "$1" >"$bundle/attempt.new"
            sync "$bundle/attempt.new"
            mv "$bundle/attempt.new" "$bundle/attempt"
            sync "$bundle"
            ;;
    esac
}

# consume FOLDER: the bundle will not be installed again. The mark is complete before anything is deleted and goes last, so that a cut in between is
# finished at the next boot, and the same bundle can be brought again afterwards.
consume() {
    : >"$1/consumed"
    sync "$1"
    rm -f "$1/root.tar.zst" "$1/manifest.sig" "$1/manifest" "$1/attempt" "$1/attempt.new"
    sync "$1"
    rm -f "$1/consumed"
    sync "$1"
}
