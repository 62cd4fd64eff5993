# In front of every workload; busybox sh, run by the probe after it has booted.
# The area: 64 KiB of slot B, unused by its file system, as a boot loader's environment or a raw copy of firmware would be. Counted in blocks of 4 KiB.
slot_b=$(partition 3)
area_begin=4096

# put LETTER FIRST COUNT OPTION: fills blocks of the area; OPTION is a conversion of dd's.
put() {
    busybox yes "$1" | tr -d '\n' | dd of="$slot_b" bs=4096 seek=$((area_begin + $2)) count="$3" iflag=fullblock conv="notrunc$4" 2>/dev/null
}

letters() { tr -cd "$1" </run/area | busybox wc -c; }

# state FIRST COUNT: what blocks of the area hold, read from the card and not from memory.
state() {
    blockdev --flushbufs "$slot_b"
    if ! dd if="$slot_b" of=/run/area bs=4096 skip=$((area_begin + $1)) count="$2" 2>/dev/null; then
        echo unreadable
        return
    fi
    bytes=$(($2 * 4096))
    a=$(letters A)
    b=$(letters B)
    if [ "$a" = "$bytes" ]; then
        echo A
    elif [ "$b" = "$bytes" ]; then
        echo B
    elif [ "$((a + b))" = "$bytes" ]; then
        echo mixed
    elif [ "$(letters '\000')" = "$bytes" ]; then
        echo empty
    else
        echo damaged
    fi
}

result() { if "$@"; then echo ok; else echo failed; fi; }
