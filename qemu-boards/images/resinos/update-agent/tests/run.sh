#!/bin/sh
# Tests of the update agent on the host: a device made of folders. TAP on standard output; exit 1 when one fails. CUT_STRIDE=1 pulls the plug before each
# single command of an update (default: every 8th, and each one that touches the selection, a breadcrumb or the marks of a bundle).
set -u
export LC_ALL=C SOURCE_DATE_EPOCH=1767225600
. "$(dirname "$0")/sandbox.sh"
. "$TESTS/cases.sh"
CUT_STRIDE=${CUT_STRIDE:-8}

number=0
failed=0
run_case() {
    number=$((number + 1))
    title=$(echo "$1" | tr _ ' ')
    # Not inside the "if": there set -e would be off.
    (set -e; "$1") >"$SCRATCH/log" 2>&1
    if [ $? = 0 ]; then
        case $(head -n 1 "$SCRATCH/log") in
            "SKIP "*) echo "ok $number - $title # $(head -n 1 "$SCRATCH/log")" ;;
            *) echo "ok $number - $title" ;;
        esac
    else
        failed=$((failed + 1))
        echo "not ok $number - $title"
        tail -n 60 "$SCRATCH/log" | sed 's/^/# /'
    fi
    rm -rf "$SCRATCH"/device.*
}

# tests_in FILE: the functions whose names begin with "it_".
tests_in() { sed -n 's/^\(it_[a-z0-9_]*\)() {.*/\1/p' "$1"; }

SCRATCH=$(mktemp -d)
trap 'rm -rf "$SCRATCH"' EXIT
trap 'exit 130' INT TERM
prepare
# PART=I/N: only every Nth test, from the Ith on; the long ones lie side by side.
part_of() { tests_in "$TESTS/cases.sh" | awk -v part="${1%/*}" -v of="${1#*/}" 'NR % of == part % of'; }

names=${*:-$(part_of "${PART:-1/1}")}
echo "1..$(echo "$names" | wc -w)"
for name in $names; do
    run_case "$name"
done
[ "$failed" = 0 ]
