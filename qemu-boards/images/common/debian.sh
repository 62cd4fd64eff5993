# Sourced. Debian packages for arm64, fetched with an apt configuration of our own: the host's dpkg and apt state stay as they are.
# shellcheck shell=sh

INDEX_AGE_MINUTES=1440

# The machine's own Debian mirrors, in either form of apt sources (apt reads both for us). Third parties may use Debian's suite
# names too, so these are candidates: the first that serves our suite, signed by Debian, is taken.
mirror_candidates() {
    if [ -n "${BROWNOUT_DEBIAN_MIRROR:-}" ]; then
        echo "$BROWNOUT_DEBIAN_MIRROR"
        return
    fi
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    apt-get indextargets --no-release-info --format '$(CREATED_BY) $(RELEASE) $(COMPONENT) $(REPO_URI)' 2>/dev/null \
        | while read -r creator release component uri; do
            [ "$creator $component" = "Packages main" ] || continue
            case $release in
                "$codename" | "$DEBIAN_SUITE" | stable | oldstable | testing) echo "${uri%/}" ;;
            esac
        done | awk '!seen[$0]++'
}

security_mirror() {
    apt-get indextargets --no-release-info --format '$(CREATED_BY) $(RELEASE) $(COMPONENT) $(REPO_URI)' 2>/dev/null \
        | while read -r creator release component uri; do
            case "$creator $component $release" in
                "Packages main "*-security) echo "${uri%/}" ;;
            esac
        done | head -n 1
}

debian_keyring() {
    for keyring in /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp; do
        if [ -e "$keyring" ]; then
            echo "$keyring"
            return
        fi
    done
    fail "expected Debian's archive keys in /usr/share/keyrings, found none: install the Debian package debian-archive-keyring"
}

# write_apt_configuration MIRROR: our own folders, empty dpkg status, architecture arm64; proxies as the machine has them.
write_apt_configuration() {
    apt=$CACHE/debian/apt
    mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$apt/etc" "$apt/parts"
    : >"$apt/state/status"
    {
        cat <<CONF
Dir::Etc::parts "$apt/parts";
Dir::Etc::main "/dev/null";
Dir::Etc::sourcelist "$apt/etc/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::trustedparts "/dev/null";
Dir::State "$apt/state";
Dir::State::status "$apt/state/status";
Dir::Cache "$apt/cache";
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
APT::Keep-Downloaded-Packages "true";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
        apt-config dump | grep -E '^Acquire::(http|https|ftp)::' || true
    } >"$apt/etc/apt.conf"
    {
        echo "deb [arch=arm64 signed-by=$(debian_keyring)] $1 $DEBIAN_SUITE main"
        security=$(security_mirror)
        [ -z "$security" ] || echo "deb [arch=arm64 signed-by=$(debian_keyring)] $security $DEBIAN_SUITE-security main"
    } >"$apt/etc/sources.list"
    export APT_CONFIG="$apt/etc/apt.conf"
}

# Must hold the lock "debian". Leaves APT_CONFIG set. An index that cannot be renewed serves on, with a word about it.
refresh_index() {
    fresh=$CACHE/debian/index-is-fresh
    candidates=$(unset APT_CONFIG && mirror_candidates)
    [ -n "$candidates" ] || fail "expected a Debian mirror in this machine's apt sources, found none: set BROWNOUT_DEBIAN_MIRROR to one"
    for mirror in $candidates; do
        unset APT_CONFIG
        write_apt_configuration "$mirror"
        [ -z "$(find "$fresh" -mmin "-$INDEX_AGE_MINUTES" 2>/dev/null)" ] || return 0
        say "read the index of Debian $DEBIAN_SUITE arm64"
        if apt-get -qq -o APT::Update::Error-Mode=any update >"$CACHE/debian/apt/update.log" 2>&1; then
            touch "$fresh"
            return 0
        fi
    done
    if [ -e "$fresh" ]; then
        say "the package index could not be renewed; going on with the one from $(date -r "$fresh" +%F)"
        return 0
    fi
    fail "expected the index of Debian $DEBIAN_SUITE from $candidates, got: $(grep -E '^[EW]:' "$CACHE/debian/apt/update.log" | tail -n 1); check the network, or set BROWNOUT_DEBIAN_MIRROR"
}

# Must hold the lock "debian". Prints "name version path" for each package of the solution, sorted by name.
fetch_packages_locked() {
    refresh_index
    log=$CACHE/debian/apt/install.log
    # Names with a trailing minus are not to be installed; apt reports what it would do as "Inst name (version …".
    apt-get -qq --simulate install "$@" >"$log" 2>&1 || fail "expected apt to resolve the packages, got: $(grep '^E:' "$log" | tail -n 1)"
    solution=$(sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1 \2/p' "$log" | sed 's/:arm64//' | sort)
    [ -n "$solution" ] || fail "expected apt to name packages for '$*', it named none: see $log"
    apt-get -qq -y --download-only install "$@" >"$log" 2>&1 \
        || fail "expected apt to download the packages, got: $(grep '^E:' "$log" | tail -n 1); check the network and run again"
    echo "$solution" | while read -r name version; do
        file=$(echo "$version" | sed 's/:/%3a/g')
        for deb in "$CACHE/debian/apt/cache/archives/${name}_${file}_arm64.deb" "$CACHE/debian/apt/cache/archives/${name}_${file}_all.deb"; do
            [ ! -e "$deb" ] || echo "$name $version $deb"
        done
    done
}

# fetch_packages LIST NAME...: writes the solution to the file LIST.
fetch_packages() {
    list=$1
    shift
    mkdir -p "$CACHE/debian"
    say "fetch Debian packages"
    with_lock debian fetch_packages_locked "$@" >"$list"
}

# unpack_packages LIST TREE: no maintainer script runs. Paths of a world before the merged /usr land in /usr.
unpack_packages() {
    mkdir -p "$2/usr/bin" "$2/usr/sbin" "$2/usr/lib"
    for link in bin sbin lib; do
        [ -e "$2/$link" ] || ln -s "usr/$link" "$2/$link"
    done
    while read -r _ _ deb; do
        dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$2" --keep-directory-symlink --no-same-owner \
            --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' \
            --exclude='./usr/share/lintian/*' --exclude='./usr/share/bug/*' --exclude='./usr/share/info/*' \
            || fail "expected to unpack $(basename "$deb"), and could not: is the disk full?"
    done <"$1"
}

# package_file LIST NAME: the .deb of one package of the solution.
package_file() {
    awk -v name="$2" '$1 == name { print $3; found = 1 } END { exit !found }' "$1" || fail "expected the package $2 in the solution, it is not there"
}

# unpack_files LIST NAME FOLDER PATTERN...: only some files of a package, for example a boot loader's binary.
unpack_files() {
    deb=$(package_file "$1" "$2")
    folder=$3
    shift 3
    mkdir -p "$folder"
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$folder" --wildcards --no-same-owner "$@" || fail "expected $* in $(basename "$deb"), and it is not there"
}
