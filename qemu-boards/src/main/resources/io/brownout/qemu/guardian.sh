# Ends what a JVM started and could not end itself, because it was killed.
#
# Standard input is a pipe that only that JVM holds, so its end is the JVM's end, however it came about. Orders, one a line:
#   watch FOLDER    a private folder exists; processes with BROWNOUT_OWNER=FOLDER in their environment belong to it
#   forget FOLDER   it is gone in good order
# The mark is in the environment and not in a list of process ids, because children inherit it and because a process
# that is just being started has no id that anybody could have sent here.

# A Ctrl-C goes to the whole terminal; the JVM decides what it means, and this must outlive the JVM.
trap '' INT TERM HUP

end_owned() {
    rounds=0
    while [ "$rounds" -lt 100 ]; do
        found=
        for environment in $(printf 'BROWNOUT_OWNER=%s' "$1" | grep -lzxF -f - /proc/[0-9]*/environ 2>/dev/null); do
            process=${environment#/proc/}
            kill -9 "${process%/environ}" 2>/dev/null && found=yes
        done
        [ -n "$found" ] || return 0
        rounds=$((rounds + 1))
    done
}

# Without a process of its own for it: this runs at each switching off of a board.
forget() {
    kept=
    for one in $watched; do
        [ "$one" = "$1" ] || kept="$kept$one$newline"
    done
    watched=$kept
}

newline='
'
IFS=$newline
set -f
watched=
while read -r order; do
    folder=${order#* }
    case $order in
    'watch '*) watched="$watched$folder$newline" ;;
    'forget '*) forget "$folder" ;;
    esac
done
set +f

for folder in $watched; do
    end_owned "$folder"
    rm -rf -- "$folder"
done
