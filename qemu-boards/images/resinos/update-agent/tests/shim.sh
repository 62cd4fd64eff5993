# Sourced by the shims of the sandbox.
# shellcheck shell=sh
PATH=/usr/sbin:/usr/bin:/sbin:/bin
if [ -n "${CUT_AT-}" ]; then
    read -r count <"$SANDBOX/count"
    count=$((count + 1))
    echo "$count" >"$SANDBOX/count"
fi
echo "$command $*" >>"$SANDBOX/trace"

# The output of a copy cut in its middle: the first half of it. What is written in place is single sectors, which land or do not.
half() {
    for word in "$@"; do
        case $command.$word in
            dd.conv=notrunc*) return ;;
            dd.of=*) target=${word#of=} ;;
            cp.*) target=$word ;;
        esac
    done
    size=$(stat -c %s "$target")
    truncate -s $((size / 2)) "$target"
}

if [ -n "${CUT_AT-}" ] && [ "$count" -ge "$CUT_AT" ]; then
    if [ -n "$CUT_HALF" ] && [ "$command" = tar ]; then
        "$real" "$@"
        rm -rf "$SANDBOX"/slots/*/.new/boot "$SANDBOX"/slots/*/.new/usr
    elif [ -n "$CUT_HALF" ] && { [ "$command" = dd ] || [ "$command" = cp ]; }; then
        "$real" "$@"
        half "$@"
    fi
    kill -9 "-$CUT_GROUP"
    exit 1
fi
[ "$command" != sync ] || exit 0
exec "$real" "$@"
