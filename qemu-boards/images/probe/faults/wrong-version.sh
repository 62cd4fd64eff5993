# A probe whose os-release names another version.
sed -i 's/^VERSION_ID=.*/VERSION_ID="9"/' "$1/etc/os-release"
