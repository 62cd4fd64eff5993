# Sourced. Container images, for arm64 where a recipe does not say otherwise, put together without an engine, root or a registry, and equal byte for byte in each build.
# shellcheck shell=sh

CONTAINER_PLATFORM='"architecture":"arm64","variant":"v8","os":"linux"'

# for_this_machine: packages and image are for the processor that tests run on, not for a device.
for_this_machine() {
    case $(dpkg --print-architecture) in
        amd64)
            use_architecture trixie amd64 x86_64-linux-gnu ld-linux-x86-64.so.2 '' '' '' ''
            CONTAINER_PLATFORM='"architecture":"amd64","os":"linux"' LOADER_FOLDER=lib64
            ;;
        arm64) LOADER_FOLDER=lib ;;
        *) fail "expected a machine of amd64 or arm64, saw $(dpkg --print-architecture)" ;;
    esac
}

# container_image NAME VERSION: sets CONTAINER_TAR to the image that NAME/container.sh builds, for `docker load`; kept in the cache by what decides it.
container_image() {
    need flock util-linux
    mkdir -p "$CACHE/containers"
    container_key=$({
        hash_of_tree "$COMMON" "$COMMON/../$1"
        [ -z "${BROWNOUT_DEVICE_PROGRAM:-}" ] || sha256_of "$BROWNOUT_DEVICE_PROGRAM"
    } | sha256sum | cut -c1-16)
    CONTAINER_TAR=$CACHE/containers/$1-$2-$container_key.tar
    with_lock "containers/$1" make_container_locked "$1" "$2"
}

make_container_locked() {
    [ ! -e "$CONTAINER_TAR" ] || return 0
    sh "$COMMON/../$1/container.sh" --version "$2" --output "$CONTAINER_TAR" --cache "$CACHE" || exit $SAID
}

# make_layer TREE FOLDER: a layer as `docker save` writes it, FOLDER/layer.tar.
make_layer() {
    mkdir -p "$2"
    stamp_tree "$1"
    tar -c -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$IMAGE_EPOCH" --format=gnu -f "$2/layer.tar" . \
        || fail "expected to pack the layer $2, and could not: is the disk full?"
}

json_words() { # the arguments as a JSON array of strings; for words without quotes and backslashes
    printf '['
    comma=''
    for word in "$@"; do
        printf '%s"%s"' "$comma" "$word"
        comma=,
    done
    printf ']'
}

# pack_container FOLDER NAME:TAG CONFIG OUTPUT LAYER...: CONFIG is the JSON of the image's `config` (OCI image specification, image configuration); each LAYER is a folder below FOLDER.
pack_container() {
    folder=$1 tag=$2 config=$3 output=$4
    shift 4
    digests='' layers=''
    for layer in "$@"; do
        digests="$digests sha256:$(sha256_of "$folder/$layer/layer.tar")"
        layers="$layers $layer/layer.tar"
    done
    # shellcheck disable=SC2086 # lists of words
    printf '{%s,"created":"%s","config":%s,"rootfs":{"type":"layers","diff_ids":%s}}' \
        "$CONTAINER_PLATFORM" "$(date -u -d "@$IMAGE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" "$config" "$(json_words $digests)" >"$folder/config.json"
    # shellcheck disable=SC2086
    printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":%s}]' "$tag" "$(json_words $layers)" >"$folder/manifest.json"
    # shellcheck disable=SC2086
    tar -c -C "$folder" --owner=0 --group=0 --numeric-owner --mode=u=rw,go=r --mtime="@$IMAGE_EPOCH" --format=gnu -f "$output.new" manifest.json config.json $layers \
        || fail "expected to write $output, and could not: is the disk full?"
    mv "$output.new" "$output"
}
