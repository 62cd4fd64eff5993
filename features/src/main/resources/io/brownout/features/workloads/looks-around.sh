# Looks around on a resinos and says what it sees.
if (: >/usr/written) 2>/dev/null; then
    report root write=possible
else
    report root write=refused
fi

# What is mounted from the overlay of resin-state: field 4 is the folder within the file system, field 5 where it is mounted (proc_pid_mountinfo(5)).
state=$(awk '$5 == "/mnt/state" { print $3 }' /proc/self/mountinfo)
report overlays "paths=$(awk -v state="$state" '$3 == state && $4 ~ "^/root-overlay/" { print $5 }' /proc/self/mountinfo | LC_ALL=C sort | tr '\n' ',' | sed 's/,$//')"

# The kernel keeps the first page of a swap for itself.
half=$(awk '/^MemTotal:/ { half = int($2 / 2); print (half < 4194304 ? half : 4194304) }' /proc/meminfo)
awk -v half="$half" 'NR > 1 { devices++; name = $1; size = $3 }
    END { print devices + 0, (name == "" ? "none" : name), ((size <= half && size >= half - 8) ? "half-of-ram" : size + 0) }' /proc/swaps >/run/swap-seen
read -r devices name size </run/swap-seen
report swap "devices=$devices" "name=$name" "size=$size"

case $(uptime) in
    *" up "*"load average"*) report uptime-command result=ok ;;
    *) report uptime-command result=failed ;;
esac
