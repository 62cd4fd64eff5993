# Makes the kernel panic, at the first boot only.
if [ ! -e /mnt/data/has-panicked ]; then
    : >/mnt/data/has-panicked
    sync -f /mnt/data
    report panics
    echo c >/proc/sysrq-trigger
fi
