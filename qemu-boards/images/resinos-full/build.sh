#!/bin/sh
# Builds resinos-full: resinos with its container engine, supervisor and network services. See ../README.md.
set -eu
. "$(dirname "$0")/../common/lib.sh"
RECIPE=$(cd "$(dirname "$0")" && pwd)
CORE=$(cd "$RECIPE/../resinos" && pwd)
LAYERS="$CORE $CORE/update-agent $RECIPE"
. "$CORE/release.sh"
# The engine and its parts are 160 MB of programs; the data partition holds the supervisor's image until the engine has taken it in.
lay_out_card 2048 64 384 20 256
# udev reads the binary twins of the modules' index only.
MODULE_INDEX=binary
build_release "$@"
