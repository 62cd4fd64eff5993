# Takes the only processor for ever, at the first boot only: a program that runs before all others, which nothing may interrupt.
if [ ! -e /mnt/data/has-hung ]; then
    : >/mnt/data/has-hung
    sync -f /mnt/data
    echo -1 >/proc/sys/kernel/sched_rt_runtime_us
    cat >/run/systemd/system/hang.service <<'UNIT'
[Service]
CPUSchedulingPolicy=fifo
CPUSchedulingPriority=99
ExecStart=/bin/sh -c 'while :; do :; done'
UNIT
    systemctl daemon-reload
    report hangs
    systemctl start --no-block hang.service
fi
