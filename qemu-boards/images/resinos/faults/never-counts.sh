# An agent that selects the new release without telling the boot loader that it is on trial: nothing is counted.
sed -i 's/^    printf .resin_root_part=%x.nupgrade_available=%s.n. "$1" "$2"/    printf "resin_root_part=%x\\nupgrade_available=%s\\n" "$1" 0/' "$1/usr/lib/resin-update/lib.sh"
grep -q '"$1" 0 >' "$1/usr/lib/resin-update/lib.sh"
