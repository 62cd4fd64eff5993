# Sourced. Debian packages for the image's architecture, fetched with an apt configuration of our own: the host's dpkg and apt state stay as they are.
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

# Sets APT to the folder of everything that apt knows of this architecture. What it was for 64 bits it still is, so that caches stay of use.
apt_folder() {
    APT=$CACHE/debian/apt
    [ "$DEBIAN_ARCHITECTURE" = arm64 ] || APT=$CACHE/debian/apt-$DEBIAN_ARCHITECTURE
}

# write_apt_configuration MIRROR [SECURITY_MIRROR]: our own folders, empty dpkg status, one architecture; proxies as the machine has them.
write_apt_configuration() {
    apt=$APT
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
APT::Architecture "$DEBIAN_ARCHITECTURE";
APT::Architectures { "$DEBIAN_ARCHITECTURE"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
APT::Keep-Downloaded-Packages "true";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
        apt-config dump | grep -E '^Acquire::(http|https|ftp)::' || true
    } >"$apt/etc/apt.conf"
    {
        echo "deb [arch=$DEBIAN_ARCHITECTURE signed-by=$(debian_keyring)] $1 $DEBIAN_SUITE main"
        [ -z "${2-}" ] || echo "deb [arch=$DEBIAN_ARCHITECTURE signed-by=$(debian_keyring)] $2 $DEBIAN_SUITE-security main"
    } >"$apt/etc/sources.list"
    export APT_CONFIG="$apt/etc/apt.conf"
}

# read_index SECURITY_MIRROR: says whether it could, and notes with what.
read_index() {
    apt-get -qq -o APT::Update::Error-Mode=any update >"$APT/update.log" 2>&1 && echo "$1" >"$fresh"
}

# Must hold the lock "debian". Leaves APT_CONFIG set. An index that cannot be renewed serves on, with a word about it.
refresh_index() {
    apt_folder
    fresh=$APT/index-is-fresh
    candidates=$(unset APT_CONFIG && mirror_candidates)
    [ -n "$candidates" ] || fail "expected a Debian mirror in this machine's apt sources, found none: set BROWNOUT_DEBIAN_MIRROR to one"
    security=$(unset APT_CONFIG && security_mirror)
    for mirror in $candidates; do
        unset APT_CONFIG
        if [ -n "$(find "$fresh" -mmin "-$INDEX_AGE_MINUTES" 2>/dev/null)" ]; then
            write_apt_configuration "$mirror" "$(cat "$fresh")"
            return 0
        fi
        write_apt_configuration "$mirror" "$security"
        say "read the index of Debian $DEBIAN_SUITE $DEBIAN_ARCHITECTURE"
        ! read_index "$security" || return 0
        [ -n "$security" ] || continue
        # A mirror of the security suite that is being renewed is no reason to build nothing.
        unset APT_CONFIG
        write_apt_configuration "$mirror"
        if read_index ""; then
            say "the index of $DEBIAN_SUITE-security could not be read; going on without it"
            return 0
        fi
    done
    if [ -e "$fresh" ]; then
        say "the package index could not be renewed; going on with the one from $(date -r "$fresh" +%F)"
        return 0
    fi
    fail "expected the index of Debian $DEBIAN_SUITE from $candidates, got: $(grep -E '^[EW]:' "$APT/update.log" | tail -n 1); check the network, or set BROWNOUT_DEBIAN_MIRROR"
}

# Must hold the lock "debian". Prints "name version path" for each package of the solution, sorted by name.
fetch_packages_locked() {
    refresh_index
    log=$APT/install.log
    # Names with a trailing minus are not to be installed; apt reports what it would do as "Inst name (version …".
    apt-get -qq --simulate install "$@" >"$log" 2>&1 || fail "expected apt to resolve the packages, got: $(grep '^E:' "$log" | tail -n 1)"
    solution=$(sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1 \2/p' "$log" | sed "s/:$DEBIAN_ARCHITECTURE//" | sort)
    [ -n "$solution" ] || fail "expected apt to name packages for '$*', it named none: see $log"
    apt-get -qq -y --download-only install "$@" >"$log" 2>&1 \
        || fail "expected apt to download the packages, got: $(grep '^E:' "$log" | tail -n 1); check the network and run again"
    echo "$solution" | while read -r name version; do
        file=$(echo "$version" | sed 's/:/%3a/g')
        for deb in "$APT/cache/archives/${name}_${file}_${DEBIAN_ARCHITECTURE}.deb" "$APT/cache/archives/${name}_${file}_all.deb"; do
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
