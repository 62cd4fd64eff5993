#!/bin/sh
# Builds resinos, the reference OS under test, and its update bundle. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
RECIPE=$(cd "$(dirname "$0")" && pwd)
LAYERS="$RECIPE $RECIPE/update-agent"
. "$RECIPE/release.sh"
build_release "$@"
