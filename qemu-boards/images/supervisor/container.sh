#!/bin/sh
# Builds the supervisor's container image: a Java runtime cut to size, its libraries, our program and the archive of classes that it starts from. See ../README.md.
#
# BROWNOUT_DEVICE_PROGRAM is the program's jar, JAVA_HOME a JDK whose major version is that of Debian's packages; ImageStore sets both.
set -eu
. "$(dirname "$0")/../common/lib.sh"
RECIPE=$(cd "$(dirname "$0")" && pwd)
. "$COMMON/debian.sh"
. "$COMMON/container.sh"

JAVA_VERSION=25
LIBRARIES='libc.so.6 libm.so.6 libz.so.1 libgcc_s.so.1 libstdc++.so.6'
MAIN=io.brownout.device.SupervisorMain
# One compiler that waits until a method is really hot, one collector: what an emulated CPU starts quickest. Performance data would be written to the card all the time.
FLAGS='-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=10 -XX:+UseSerialGC -Xmx64m -Xss256k -XX:-UsePerfData'

check_tools() {
    need apt-get apt dpkg-deb dpkg readelf binutils qemu-aarch64-static qemu-user-static
    [ -r "${BROWNOUT_DEVICE_PROGRAM:-}" ] \
        || fail "expected BROWNOUT_DEVICE_PROGRAM to name the jar of io.brownout.device, saw '${BROWNOUT_DEVICE_PROGRAM:-}': ./brownout sets it; by hand: jar -c -0 -f device.jar -C simulator/target/classes io/brownout/device"
    JLINK=${JAVA_HOME:+$JAVA_HOME/bin/}jlink
    jlink_version=$("$JLINK" --version 2>/dev/null) || fail "expected the command $JLINK, found none: set JAVA_HOME to a JDK $JAVA_VERSION"
    case $jlink_version in
        "$JAVA_VERSION" | "$JAVA_VERSION".*) ;;
        *) fail "expected jlink of a JDK $JAVA_VERSION, since it links Debian's openjdk-$JAVA_VERSION, saw $jlink_version: set JAVA_HOME" ;;
    esac
}

# runtime: sets RUNTIME, the tree of the lower layer; made once and kept.
runtime() {
    fetch_packages "$WORK/solution" "openjdk-$JAVA_VERSION-jdk-headless" libc6 libgcc-s1 libstdc++6 zlib1g
    runtime_key=$({
        grep -E '^(openjdk-[^ ]*|libc6|libgcc-s1|libstdc\+\+6|zlib1g) ' "$WORK/solution" | cut -d' ' -f1,2
        echo "$jlink_version"
        hash_of_tree "$COMMON" "$RECIPE"
    } | sha256sum | cut -c1-16)
    RUNTIME=$CACHE/trees/supervisor-runtime-$runtime_key
    mkdir -p "$CACHE/trees"
    with_lock trees make_runtime_locked
}

make_runtime_locked() {
    [ ! -d "$RUNTIME" ] || return 0
    unpack_files "$WORK/solution" "openjdk-$JAVA_VERSION-jdk-headless" "$WORK/jdk" './usr/lib/jvm/*/jmods/*'
    for package in libc6 libgcc-s1 libstdc++6 zlib1g; do
        unpack_files "$WORK/solution" "$package" "$WORK/stock" './usr/lib/aarch64-linux-gnu/*.so*'
    done
    tree=$WORK/tree
    mkdir -p "$tree/usr/lib/aarch64-linux-gnu" "$tree/opt" "$tree/etc" "$tree/tmp" "$tree/boot" "$tree/data" "$tree/host"
    chmod 1777 "$tree/tmp"
    ln -s usr/lib "$tree/lib"
    echo 'root:x:0:0:root:/:/sbin/nologin' >"$tree/etc/passwd"
    for library in $LIBRARIES; do
        cp -L "$WORK/stock/usr/lib/aarch64-linux-gnu/$library" "$tree/usr/lib/aarch64-linux-gnu/"
    done
    cp -L "$WORK/stock/usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1" "$tree/usr/lib/"
    say "link the Java runtime"
    # --strip-debug would call the host's objcopy, which does not know arm64.
    "$JLINK" --module-path "$(echo "$WORK"/jdk/usr/lib/jvm/*/jmods)" --add-modules java.base,jdk.httpserver,java.net.http --output "$tree/opt/java" \
        --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 \
        --exclude-files '**.debuginfo,**.diz,**/cacerts,**/jrt-fs.jar,**/libjsig.so,/java.base/legal/**,/jdk.httpserver/legal/**,/java.net.http/legal/**' >"$WORK/jlink.log" 2>&1 \
        || fail "expected jlink to link the runtime, got: $(tail -n 1 "$WORK/jlink.log")"
    rm -rf "$tree/opt/java/legal"
    strip_symbols "$tree/opt/java/lib/server/libjvm.so"
    stamp_tree "$tree"
    find "$CACHE/trees" -maxdepth 1 -name 'supervisor-runtime-*' -printf '%T@ %p\n' | sort -rn | tail -n +3 | cut -d' ' -f2- | xargs -r rm -rf
    rm -rf "$RUNTIME.new"
    cp -a "$tree" "$RUNTIME.new"
    mv "$RUNTIME.new" "$RUNTIME"
    touch "$RUNTIME"
}

# strip_symbols FILE: cuts off what follows the last loaded segment, the symbols of crash reports (5 of libjvm's 28 MB), and the table that led to it. The host's strip does not know arm64.
strip_symbols() {
    end=0
    for place in $(readelf -lW "$1" | awk '$1 == "LOAD" { print $2 "+" $5 }'); do
        # shellcheck disable=SC2004 # a sum in its own words, which dash reads only when they are put there
        place=$(($place))
        [ $place -le $end ] || end=$place
    done
    [ $end -gt 0 ] || fail "expected readelf to name the segments of $1, it named none"
    truncate -s $end "$1"
    # e_shoff; e_shnum and e_shstrndx (elf(5)).
    dd if=/dev/zero of="$1" bs=1 seek=40 count=8 conv=notrunc status=none
    dd if=/dev/zero of="$1" bs=1 seek=60 count=4 conv=notrunc status=none
}

# java ARGUMENT...: the device's JVM on this machine.
java() {
    # shellcheck disable=SC2086 # flags are words
    (cd "$WORK/program/supervisor" && qemu-aarch64-static -L "$RUNTIME" "$RUNTIME/opt/java/bin/java" $FLAGS "$@") >"$WORK/java.log" 2>&1
}

# loaded_classes FILE: what the JVM has written down, without what differs from run to run (places in the archive, what was resolved in passing, exceptions that were met).
loaded_classes() { grep -v -e '^@cp' -e '^#' "$1" | sed 's/ id: .*//' | grep -vE '(Exception|Error)$' | sort -u; }

# The program plays its part once, so that one that does not run is not packed. The classes of classes.list go into an archive that later starts map instead of reading and checking each class.
# That list is kept, not taken from this run, since which classes are met depends on timing and the archive is to be equal in each build; a class that has gone is passed over, a new one is loaded from the
# jar. To renew the list, name a file in BROWNOUT_CLASSES_LIST.
# The archive knows its jar by the name on the command line, so the container starts in the jar's folder, as here.
archive_classes() {
    say "rehearse the supervisor"
    java -Xshare:off -XX:DumpLoadedClassList="$WORK/loaded" -cp supervisor.jar "$MAIN" rehearse \
        || fail "expected the supervisor to play its part under qemu-aarch64-static, got: $(tail -n 1 "$WORK/java.log")"
    [ -z "${BROWNOUT_CLASSES_LIST:-}" ] || loaded_classes "$WORK/loaded" >"$BROWNOUT_CLASSES_LIST"
    say "archive its classes"
    java -Xshare:dump -XX:SharedClassListFile="$RECIPE/classes.list" -XX:SharedArchiveFile=supervisor.jsa -cp supervisor.jar \
        || fail "expected the JVM to archive the supervisor's classes, got: $(tail -n 1 "$WORK/java.log")"
    java -Xshare:on -XX:SharedArchiveFile=supervisor.jsa -cp supervisor.jar -version \
        || fail "expected the JVM to start from the archive, got: $(tail -n 1 "$WORK/java.log")"
}

parse_options "$@"
check_tools
begin_work
runtime
mkdir -p "$WORK/program/supervisor"
cp "$BROWNOUT_DEVICE_PROGRAM" "$WORK/program/supervisor/supervisor.jar"
# The archive knows the jar by its time and size.
stamp_tree "$WORK/program"
archive_classes
say "pack the container image"
make_layer "$RUNTIME" "$WORK/image/runtime"
make_layer "$WORK/program" "$WORK/image/program"
# shellcheck disable=SC2086 # flags are words
config=$(printf '{"Entrypoint":%s,"Env":%s,"WorkingDir":"/supervisor","ExposedPorts":{"48484/tcp":{}},"Labels":{"io.resin.architecture":"aarch64"}}' \
    "$(json_words /opt/java/bin/java $FLAGS -XX:SharedArchiveFile=supervisor.jsa \
        -Dsun.net.httpserver.maxReqTime=30 -Dsun.net.httpserver.maxRspTime=30 -cp supervisor.jar "$MAIN")" \
    "$(json_words "SUPERVISOR_VERSION=$VERSION" PATH=/opt/java/bin)")
pack_container "$WORK/image" "resin/aarch64-supervisor:$VERSION" "$config" "$OUTPUT" runtime program
