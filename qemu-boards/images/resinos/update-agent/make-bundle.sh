#!/bin/sh
# make-bundle.sh TREE VERSION OUTDIR: packs a finished root tree into a signed update bundle: root.tar.zst, manifest, manifest.sig.
# The same tree and SOURCE_DATE_EPOCH give the same bytes (for one version of tar and zstd).
#
# The vendor key is derived from a phrase that everybody can read here. It is no secret and protects nothing: it lets an image be built again byte for byte, and it is
# good for tests only. Whoever ships a device replaces the phrase by a key of their own and rootfs/etc/resin-update/vendor.pem by its public half.
set -eu
export LC_ALL=C
VENDOR_PHRASE='Brownout test vendor: this key is public and signs nothing that matters'
# Measured: 19 takes 32 s and gives 28.8 MB, 6 takes 0.8 s and gives 31.2 MB, which the emulated Pi 3 reads in half a second more. Unpacking costs the same.
ZSTD_LEVEL=6

fail() {
    echo "make-bundle.sh: $*" >&2
    exit 1
}

hex_to_bytes() {
    hex=$1
    while [ -n "$hex" ]; do
        rest=${hex#??}
        printf "\\$(printf %03o "0x${hex%"$rest"}")"
        hex=$rest
    done
}

# An ed25519 private key is any 32 bytes; before them the fixed frame of PKCS#8 (RFC 8410).
write_vendor_key() {
    seed=$(printf %s "$VENDOR_PHRASE" | sha256sum)
    hex_to_bytes "302e020100300506032b657004220420${seed%% *}" >"$1"
}

# Sizes as an ext4 of 4 KiB blocks stores them, whatever the build machine has.
measure_tree() {
    find "$1" -mindepth 1 -printf '%y %s\n' | awk '
        $1 == "f" { bytes += int(($2 + 4095) / 4096) * 4096 }
        $1 == "d" || $1 == "l" && $2 >= 60 { bytes += 4096 }
        END { printf "installed-bytes=%d\nentries=%d\n", bytes, NR }'
}

pack() {
    tar --create --directory "$1" --format=gnu --sort=name --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
        --exclude=./lost+found . | zstd -q -"$ZSTD_LEVEL" -T1 -o "$2"
}

write_manifest() {
    agent_version=$(cat "$1/etc/resin-update/agent-version")
    name=$(sed -n 's/^bundle-name=//p' "$1/etc/resin-update/agent.conf")
    [ -n "$name" ] || fail "expected the tree to say in etc/resin-update/agent.conf what the name of its bundles is (bundle-name=), it does not"
    digest=$(sha256sum <"$3/root.tar.zst")
    {
        # A device takes what is called as it wants its bundles to be: an image that can do more is no update for one that can do less, nor the other way round.
        echo "name=$name"
        echo "version=$2"
        echo "agent-version=$agent_version"
        echo "payload=root.tar.zst"
        echo "size=$(stat -c %s "$3/root.tar.zst")"
        echo "sha256=${digest%% *}"
        measure_tree "$1"
    } >"$3/manifest"
}

sign() {
    write_vendor_key "$1/vendor.der"
    openssl pkeyutl -sign -inkey "$1/vendor.der" -keyform DER -rawin -in "$1/manifest" -out "$1/manifest.sig"
    rm "$1/vendor.der"
}

main() {
    [ $# = 3 ] || fail "expected TREE VERSION OUTDIR, found $# arguments"
    [ -d "$1/etc/resin-update" ] || fail "$1: expected a root tree with the update agent in etc/resin-update, found none"
    : "${SOURCE_DATE_EPOCH:?make-bundle.sh: expected the time of the build in SOURCE_DATE_EPOCH, found none}"
    mkdir -p "$3"
    rm -f "$3/root.tar.zst"
    pack "$1" "$3/root.tar.zst"
    write_manifest "$@"
    sign "$3"
}

# The public key for the image, on demand: make-bundle.sh --public-key
if [ "${1-}" = --public-key ]; then
    scratch=$(mktemp)
    trap 'rm -f "$scratch"' EXIT
    write_vendor_key "$scratch"
    openssl pkey -inform DER -in "$scratch" -pubout
else
    main "$@"
fi
