# A clock that is far off is left to slew.
sed -i 's/^    .. | 0\.\*) ;;$/    *) ;;/' "$1/usr/lib/resin/check-clock"
grep -q '^    \*) ;;$' "$1/usr/lib/resin/check-clock"
