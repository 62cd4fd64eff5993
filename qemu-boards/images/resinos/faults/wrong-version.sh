# A release whose os-release still names another version.
sed -i 's/^VERSION_ID=.*/VERSION_ID="9.9.9"/; s/^VERSION=.*/VERSION="9.9.9"/' "$1/usr/lib/os-release"
[ "$(grep -c 9.9.9 "$1/usr/lib/os-release")" = 2 ]
