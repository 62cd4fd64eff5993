#!/bin/sh
# Builds resinos-full: resinos with its container engine, supervisor and network services. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
RECIPE=$(cd "$(dirname "$0")" && pwd)
CORE=$(cd "$RECIPE/../resinos" && pwd)
LAYERS="$CORE $CORE/update-agent $RECIPE"
. "$CORE/release.sh"
. "$COMMON/container.sh"
# The engine and its parts are 160 MB of programs; the data partition holds the supervisor's image until the engine has taken it in.
CARD_SIZES='2048 64 384 20 256'
# udev reads the binary twins of the modules' index only.
MODULE_INDEX=binary

# populate_data FOLDER: the container images that the engine takes in at the first boot.
populate_data() {
    mkdir -p "$1/resin-preload" "$1/resin-data/resin-supervisor"
    for name in $(words "$RECIPE/containers.list"); do
        container_image "$name" v1
        cp "$CONTAINER_TAR" "$1/resin-preload/$name.tar"
    done
}

build_release "$@"
