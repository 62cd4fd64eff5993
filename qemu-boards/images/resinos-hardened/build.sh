#!/bin/sh
# Builds resinos with an update agent that does not believe its card. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
RECIPE=$(cd "$(dirname "$0")" && pwd)
CORE=$(cd "$RECIPE/../resinos" && pwd)
LAYERS="$CORE $CORE/update-agent $RECIPE"
. "$CORE/release.sh"
build_release "$@"
