#!/bin/sh
# Prints the path of the archive that NAME/container.sh builds; built if the cache has none of what decides it.
#   container-image.sh NAME VERSION CACHE
set -eu
. "$(dirname "$0")/lib.sh"
. "$COMMON/container.sh"
CACHE=$3
mkdir -p "$CACHE"
container_image "$1" "$2"
echo "$CONTAINER_TAR"
