# The field bug of 2.0.0: a misspelt command, so that the journal stays where it was.
config=$1/usr/lib/resin/apply-config
sed -i 's/journalctl --flush/journalclt --flush/' "$config"
grep -q 'journalclt --flush' "$config"
