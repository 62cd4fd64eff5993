# Sourced by run.sh: the cases. Each runs in a subshell with set -e.
# shellcheck shell=sh

# Bundles are made once: the update, the same with planted faults, and what must be refused.
prepare() {
    make_tree "$SCRATCH/tree-1.0" 1.0
    for version in 2.0 no-init no-space old-agent bad-hook hardened; do
        make_tree "$SCRATCH/tree-$version" "$version"
    done
    rm "$SCRATCH/tree-no-init/sbin/init"
    echo 0 >"$SCRATCH/tree-old-agent/etc/resin-update/agent-version"
    printf '#!/bin/sh\nexit 1\n' >"$SCRATCH/tree-bad-hook/etc/hostapp-update-hooks.d/70-sshd-keys"
    echo window=8 >"$SCRATCH/tree-hardened/etc/resin-update/card.conf"
    for version in 1.0 2.0 no-init old-agent bad-hook hardened; do
        "$AGENT/make-bundle.sh" "$SCRATCH/tree-$version" "$version" "$SCRATCH/bundle-$version"
    done
    cp -r "$SCRATCH/bundle-2.0" "$SCRATCH/bundle-changed-manifest"
    sed -i 's/^version=.*/version=9/' "$SCRATCH/bundle-changed-manifest/manifest"
    cp -r "$SCRATCH/bundle-2.0" "$SCRATCH/bundle-changed-payload"
    printf X | dd of="$SCRATCH/bundle-changed-payload/root.tar.zst" bs=1 seek=100 conv=notrunc status=none
    cp -r "$SCRATCH/bundle-2.0" "$SCRATCH/bundle-short-payload"
    truncate -s 100 "$SCRATCH/bundle-short-payload/root.tar.zst"
}

fail() {
    echo "expected $1; found:"
    tail -n 40 "$SANDBOX/console"
    tail -n 20 "$SANDBOX/output"
    exit 1
}

console_says() { grep -q "^device-report: $1\$" "$SANDBOX/console" || fail "on the console: $1"; }
console_never_says() { ! grep -q "^device-report: $1" "$SANDBOX/console" || fail "not on the console: $1"; }
is_file() { [ "$(cat "$1" 2>/dev/null)" = "$2" ] || fail "$1 to hold $2, not $(cat "$1" 2>&1)"; }
steps() { sed -n 's/^device-report: update step=//p' "$SANDBOX/console"; }

# What must hold whenever the device is idle, whatever has happened to it.
is_whole() {
    slot=$1
    version=$2
    part=$((slot))
    [ "$(tail -n 1 "$SANDBOX/console")" = "device-report: idle slot=$([ "$part" = 2 ] && echo A || echo B) version=$version" ] || fail "the last word to be idle with version $version in slot $part"
    [ "$(uenv resin_root_part)$(uenv upgrade_available)" = "${part}0" ] || fail "part $part selected for good, not $(cat "$SANDBOX/boot/resinOS_uEnv.txt")"
    is_file "$SANDBOX/boot/boot.scr" "script of $version"
    is_file "$SANDBOX/boot/overlays/i2c.dtbo" "overlay of $version"
    is_file "$SANDBOX/boot/config.txt" "the owner's"
    is_file "$SANDBOX/data/app" precious
    is_file "$SANDBOX/slots/$part/boot/Image.gz" "kernel of $version"
    leftovers=$(find "$SANDBOX/boot" -name '.*.tmp' -o -name '.*.md5sum' -o -name 'FATRW*'; find "$SANDBOX/boot" "$SANDBOX/state" -name '*bootcount.env*' -o -name '*-breadcrumb')
    [ -z "$leftovers" ] || fail "no leftovers, not $leftovers"
    [ -z "$(ls -A "$SANDBOX/data/hostapp-update" 2>/dev/null)" ] || fail "the bundle to be gone, not $(ls -A "$SANDBOX/data/hostapp-update")"
}

picture() { (cd "$SANDBOX" && find slots boot state -type f -exec sha256sum {} + | sort -k 2); }

# refuses BUNDLE REASON: on the console, with exit status 3, and nothing is changed.
refuses() {
    before=$(picture)
    status=0
    in_device "$SANDBOX_PART" usr/sbin/hostapp-update -f "$1" -r || status=$?
    [ "$status" = 3 ] || fail "exit status 3, not $status"
    console_says "update-result result=refused reason=$2"
    [ "$before" = "$(picture)" ] || fail "nothing to be changed"
    [ ! -e "$SANDBOX/reboot-requested" ] || fail "no reboot"
}
SANDBOX_PART=2

it_installs_a_staged_bundle_and_keeps_it() {
    make_device
    stage "$SCRATCH/bundle-2.0"
    power_on
    is_whole 3 2.0
    console_says 'update-result result=done'
    console_says 'health result=passed try=1'
    console_says 'committed slot=B version=2.0'
    is_file "$SANDBOX/slots/3/counter" 1
    is_file "$SANDBOX/slots/3/.hidden" hidden
    : >"$SANDBOX/console"
    power_on
    is_whole 3 2.0
    [ -z "$(steps)" ] || fail "no second update"
    (cd "$SANDBOX/boot" && md5sum --quiet -c resinos.fingerprint)
}

it_announces_each_step_in_the_order_of_the_table() {
    make_device
    stage "$SCRATCH/bundle-2.0"
    power_on
    wanted='check verify health-variables skeleton clean unpack place counter current close-slot before-hooks 1-bootfiles 60-data-breadcrumb 70-sshd-keys 75-supervisor-db 80-rollback 99-resin-uboot after-hooks reboot'
    # shellcheck disable=SC2046 # words
    [ "$(echo $(steps))" = "$wanted" ] || fail "the steps $wanted, not $(echo $(steps))"
    documented=$(sed -n '/^## The trial/q; s/^| `\([a-z0-9-]*\)` .*/\1/p' "$AGENT/../../../../docs/host-os-update.md" | grep -v "^download")
    # shellcheck disable=SC2086,SC2116
    [ "$(echo $documented)" = "$wanted" ] || fail "the table of host-os-update.md to have the same steps, not $(echo $documented)"
}

it_goes_on_to_the_other_slot_and_back() {
    make_device
    for round in 1 2 3; do
        stage "$SCRATCH/bundle-2.0"
        power_on
        is_whole $((3 - (round + 1) % 2)) 2.0
    done
    is_file "$SANDBOX/slots/3/counter" 3
}

it_comes_back_by_altboot_when_the_new_system_has_no_init() {
    make_device
    stage "$SCRATCH/bundle-no-init"
    power_on
    is_whole 2 1.0
    console_says 'bootloader bootcount=3 root-part=3'
    console_says 'bootloader bootcount=4 root-part=2'
    console_says 'rollback kind=altboot to=A'
    console_says 'rolled-back kind=altboot slot=A version=1.0'
    [ -e "$SANDBOX/state/rollback-altboot-triggered" ] && [ ! -e "$SANDBOX/state/rollback-health-triggered" ]
    stage "$SCRATCH/bundle-2.0"
    power_on
    is_whole 3 2.0
    [ ! -e "$SANDBOX/state/rollback-altboot-triggered" ]
}

it_comes_back_by_health_when_the_board_check_fails() {
    make_device
    stage "$SCRATCH/bundle-2.0"
    : >"$SANDBOX/unhealthy-2.0"
    power_on
    is_whole 2 1.0
    console_says 'health result=failed try=2 reason=board_check'
    console_says 'rollback kind=health to=A'
    console_says 'rolled-back kind=health slot=A version=1.0'
    [ -e "$SANDBOX/state/rollback-health-triggered" ] && [ ! -e "$SANDBOX/state/rollback-altboot-triggered" ] && [ ! -e "$SANDBOX/state/rollback-health-failed" ]
    rm "$SANDBOX/unhealthy-2.0"
    : >"$SANDBOX/console"
    power_on
    console_never_says rolled-back
    stage "$SCRATCH/bundle-2.0"
    power_on
    is_whole 3 2.0
}

it_asks_for_the_vpn_only_when_it_was_there_before() {
    make_device
    stage "$SCRATCH/bundle-2.0"
    : >"$SANDBOX/vpn-active"
    CUT_AT= CUT_HALF= power_on_and_lose_vpn
    is_whole 2 1.0
    console_says 'health result=failed try=1 reason=vpn_was_online_before_the_update'
}
power_on_and_lose_vpn() {
    boot_loader
    linux
    rm "$SANDBOX/vpn-active"
    power_on
}

it_stays_when_the_old_system_cannot_be_had() {
    make_device
    stage "$SCRATCH/bundle-2.0"
    : >"$SANDBOX/unhealthy-2.0"
    printf '#!/bin/sh\nexit 1\n' >"$SANDBOX/slots/2/etc/hostapp-update-hooks.d/1-bootfiles"
    power_on
    is_whole 3 2.0
    console_says 'rollback-failed kind=health reason=hooks_of_the_old_system_failed'
    [ -e "$SANDBOX/state/rollback-health-failed" ]
}

it_undoes_an_update_whose_hook_fails() {
    make_device
    stage "$SCRATCH/bundle-bad-hook"
    power_on
    is_whole 2 1.0
    console_says 'undo step=1-bootfiles'
    console_says 'update-result result=failed reason=in_step_70-sshd-keys'
}

it_refuses_a_manifest_that_was_changed() {
    make_device
    refuses "$SCRATCH/bundle-changed-manifest" signature_wrong
}

it_refuses_a_payload_that_was_changed_before_anything_is_wiped() {
    make_device
    refuses "$SCRATCH/bundle-changed-payload" payload_digest_wrong
}

it_refuses_a_payload_that_is_cut_short() {
    make_device
    refuses "$SCRATCH/bundle-short-payload" 'payload_has_100_bytes_of_[0-9]*'
}

it_refuses_a_system_whose_agent_is_too_old_to_come_back_from() {
    make_device
    refuses "$SCRATCH/bundle-old-agent" agent_version_0_is_below_1
}

it_refuses_when_the_slot_is_too_small() {
    make_device
    export SANDBOX_SLOT_BYTES=1000000
    refuses "$SCRATCH/bundle-2.0" 'slot_has_1000000_bytes_of_[0-9]*'
}

it_refuses_when_the_boot_partition_is_full() {
    make_device
    export SANDBOX_FREE_BYTES=1000
    refuses "$SCRATCH/bundle-2.0" 'boot_partition_has_1000_bytes_of_524288'
}

it_refuses_a_folder_without_a_bundle() {
    make_device
    refuses "$SANDBOX/data" no_manifest_in_bundle
}

it_refuses_a_second_update_before_the_reboot_into_the_first() {
    make_device
    in_device 2 usr/sbin/hostapp-update -f "$SCRATCH/bundle-2.0"
    refuses "$SCRATCH/bundle-2.0" an_installed_update_waits_for_its_reboot
}

it_refuses_while_a_new_system_is_on_trial() {
    make_device
    in_device 2 usr/sbin/hostapp-update -f "$SCRATCH/bundle-2.0"
    [ -e "$SANDBOX/state/rollback-altboot-breadcrumb" ] && [ -e "$SANDBOX/state/rollback-health-breadcrumb" ] || fail "both breadcrumbs"
    SANDBOX_PART=3
    refuses "$SCRATCH/bundle-1.0" a_rollback_breadcrumb_is_pending
}

it_refuses_a_second_run_beside_the_first() {
    make_device
    mkdir -p "$SANDBOX/run"
    status=0
    (
        exec 8>"$SANDBOX/run/hostapp-update.lock"
        flock 8
        in_device 2 usr/sbin/hostapp-update -f "$SCRATCH/bundle-2.0"
    ) || status=$?
    [ "$status" = 4 ] || fail "exit status 4, not $status"
    console_says 'update-result result=refused reason=another_update_is_running'
}

it_drops_a_staged_bundle_that_it_refuses() {
    make_device
    stage "$SCRATCH/bundle-changed-payload"
    power_on
    is_whole 2 1.0
    console_says 'update-result result=refused reason=payload_digest_wrong'
    : >"$SANDBOX/console"
    power_on
    console_never_says update
}

it_leaves_an_incomplete_bundle_alone() {
    make_device
    stage "$SCRATCH/bundle-2.0"
    rm "$SANDBOX/data/hostapp-update/manifest"
    power_on
    console_never_says update
    [ -f "$SANDBOX/data/hostapp-update/root.tar.zst" ]
}

# line PATTERN: where the trace has it first (sed numbers).
line() {
    found=$(grep -n -m 1 -e "$1" "$SANDBOX/trace") || fail "in the trace: $1"
    echo "${found%%:*}"
}
comes_before() { [ "$(line "$1")" -lt "$(line "$2")" ] || fail "$1 before $2"; }

it_writes_in_the_order_that_a_power_cut_forgives() {
    make_device
    stage "$SCRATCH/bundle-2.0"
    power_on
    comes_before "mv .*attempt.new" "rm -rf .*slots/3/boot"
    comes_before "rm -rf .*slots/3/boot" "rm -rf .*slots/3/etc\|tar -I"
    comes_before "tar -I" "mv .*/.new/etc"
    comes_before "mv .*/.new/usr" "mv .*/.new/boot"
    comes_before "mv .*/.new/boot" "dd if=.*resin-boot/boot.scr"
    comes_before "mv -f .*boot.scr" "rm -f .*rollback-health-triggered"
    comes_before "rm -f .*rollback-health-triggered" "mv -f .*resinOS_uEnv.txt"
    comes_before "sync -f .*state" "mv -f .*resinOS_uEnv.txt"
    comes_before "rm -f .*[*]bootcount.env" "mv -f .*resinOS_uEnv.txt"
    # The end of the trial: state first, the selection last.
    sed -n '/rm -f .*rollback-altboot-breadcrumb/,$p' "$SANDBOX/trace" >"$SANDBOX/end" && mv "$SANDBOX/end" "$SANDBOX/trace"
    comes_before "rm -f .*rollback-altboot-breadcrumb" "rm -f .*rollback-health-breadcrumb"
    comes_before "rm -f .*rollback-health-breadcrumb" "rm -f .*bootcount.env"
    comes_before "rm -f .*bootcount.env" "mv -f .*resinOS_uEnv.txt"
}

it_forgets_the_boot_count_only_at_a_clean_shutdown_on_trial() {
    make_device
    echo bootcount=2 >"$SANDBOX/boot/bootcount.env"
    in_device 2 usr/lib/resin-update/rollback-clear-bootcount
    [ -e "$SANDBOX/boot/bootcount.env" ] || fail "the count to stay without a breadcrumb"
    : >"$SANDBOX/state/rollback-altboot-breadcrumb"
    in_device 2 usr/lib/resin-update/rollback-clear-bootcount
    [ ! -e "$SANDBOX/boot/bootcount.env" ] || fail "the count to be gone"
}

it_takes_timing_from_the_boot_partition_and_says_so() {
    make_device
    printf 'health-wait=7\r\nhealth-tries=many\nunknown=1\n' >"$SANDBOX/boot/timing.conf"
    in_device 2 usr/lib/resin-update/boot-recover
    console_says 'timing health-wait=7 health-tries=15 health-interval=60 rollback-delay=10 altboot-wait=900 reboot-delay=5 reboot-force=300 reboot-sysrq=600 download-tries=10 download-wait=5 download-timeout=300'
}

it_keeps_the_ssh_host_keys_of_an_old_root() {
    make_device
    mkdir -p "$SANDBOX/slots/2/etc/dropbear"
    echo key >"$SANDBOX/slots/2/etc/dropbear/dropbear_ed25519_host_key"
    stage "$SCRATCH/bundle-2.0"
    power_on
    is_file "$SANDBOX/state/root-overlay/etc/dropbear/dropbear_ed25519_host_key" key
}

it_puts_the_supervisor_database_back_in_a_rollback() {
    make_device
    mkdir -p "$SANDBOX/data/resin-supervisor"
    echo old >"$SANDBOX/data/resin-supervisor/database.sqlite"
    stage "$SCRATCH/bundle-2.0"
    : >"$SANDBOX/unhealthy-2.0"
    boot_loader
    linux
    echo changed >"$SANDBOX/data/resin-supervisor/database.sqlite"
    power_on
    is_whole 2 1.0
    is_file "$SANDBOX/data/resin-supervisor/database.sqlite" old
    [ "$(ls "$SANDBOX/data/resin-supervisor")" = database.sqlite ] || fail "no copy left"
}

it_makes_the_same_bundle_from_the_same_tree() {
    make_device
    "$AGENT/make-bundle.sh" "$SCRATCH/tree-2.0" 2.0 "$SANDBOX/again"
    diff -r "$SCRATCH/bundle-2.0" "$SANDBOX/again"
    [ "$("$AGENT/make-bundle.sh" --public-key)" = "$(cat "$AGENT/rootfs/etc/resin-update/vendor.pem")" ]
}

# A served bundle: busybox's own server understands ranges.
it_resumes_a_download() {
    if ! command -v busybox >/dev/null; then
        echo "SKIP no busybox on this machine"
        return
    fi
    make_device
    busybox httpd -f -p 127.0.0.1:18219 -h "$SCRATCH/bundle-2.0" &
    server=$!
    trap 'kill $server' EXIT
    mkdir -p "$SANDBOX/data/hostapp-download"
    cp "$SCRATCH/bundle-2.0/manifest" "$SANDBOX/data/hostapp-download/"
    head -c 1000 "$SCRATCH/bundle-2.0/root.tar.zst" >"$SANDBOX/data/hostapp-download/root.tar.zst"
    in_device 2 usr/sbin/hostapp-update -f http://127.0.0.1:18219 -r
    console_says 'update-result result=done'
    console_says 'update step=download'
    power_on
    is_file "$SANDBOX/slots/3/boot/Image.gz" "kernel of 2.0"
    [ -z "$(ls -A "$SANDBOX/data/hostapp-download")" ] || fail "the download to be gone"
}

# --- fatrw ---

fatrw() { RESIN_UPDATE_PATHS=$SANDBOX/paths-2.conf PATH=$SANDBOX/shims:$PATH "$SANDBOX/slots/2/usr/sbin/fatrw" "$@"; }

it_writes_a_fat_file_by_way_of_a_copy_that_names_its_digest() {
    make_device
    echo new | fatrw write "$SANDBOX/boot/file"
    is_file "$SANDBOX/boot/file" new
    digest=$(echo new | md5sum | cut -c 1-32)
    sed -i "s|$SANDBOX/boot|BOOT|g; s/\.file\.[0-9a-f]\{8\}\.$digest/COPY/g; s|if=/[^ ]*|if=SOURCE|" "$SANDBOX/trace"
    wanted='dd if=SOURCE of=BOOT/COPY.md5sum bs=64k conv=fsync status=none
sync BOOT
dd if=BOOT/COPY.md5sum of=BOOT/COPY.tmp bs=64k conv=fsync status=none
sync BOOT
mv -f BOOT/COPY.tmp BOOT/file
sync BOOT/file BOOT
rm -f BOOT/COPY.md5sum
sync BOOT'
    [ "$(grep -v '^rm -f /' "$SANDBOX/trace")" = "$wanted" ] || fail "the order of fatrw, not $(cat "$SANDBOX/trace")"
}

it_reads_a_valid_copy_before_the_file_and_ignores_a_torn_one() {
    make_device
    echo old >"$SANDBOX/boot/file"
    digest=$(echo new | md5sum | cut -c 1-32)
    echo new >"$SANDBOX/boot/.file.01234567.$digest.md5sum"
    [ "$(fatrw read "$SANDBOX/boot/file")" = new ]
    printf ne >"$SANDBOX/boot/.file.01234567.$digest.md5sum"
    [ "$(fatrw read "$SANDBOX/boot/file")" = old ]
}

it_finishes_a_valid_copy_and_drops_a_torn_one() {
    make_device
    echo old >"$SANDBOX/boot/file"
    digest=$(echo new | md5sum | cut -c 1-32)
    printf ne >"$SANDBOX/boot/.file.01234567.$digest.tmp"
    printf ne >"$SANDBOX/boot/.file.01234567.$digest.md5sum"
    in_device 2 usr/lib/resin-update/boot-recover
    is_file "$SANDBOX/boot/file" old
    echo new >"$SANDBOX/boot/.file.01234567.$digest.md5sum"
    : >"$SANDBOX/boot/FSCK0000.REC"
    in_device 2 usr/lib/resin-update/boot-recover
    is_file "$SANDBOX/boot/file" new
    console_says 'recovered what=file'
    [ -z "$(find "$SANDBOX/boot" -name '.file*' -o -name 'FSCK*')" ] || fail "no leftovers"
}

# The copy names a partition that U-Boot did not take: it would commit an update behind the boot loader's back.
it_does_not_finish_a_selection_that_the_boot_loader_has_not_seen() {
    make_device
    digest=$(printf 'resin_root_part=3\nupgrade_available=1\n' | md5sum | cut -c 1-32)
    printf 'resin_root_part=3\nupgrade_available=1\n' >"$SANDBOX/boot/.resinOS_uEnv.txt.01234567.$digest.md5sum"
    power_on
    is_whole 2 1.0
}

# --- a card that may lose its last commands ---

# fatrw_trace: what fatrw did, with the names that are different each time made equal.
fatrw_trace() {
    sed "s|$SANDBOX/||g; s|if=/[^ ]*|if=SOURCE|; s|^dd if=run/pads of=data/.resin-update-pads .*direct.*|pads|" "$SANDBOX/trace" \
        | grep -v -e '^rm -f /' -e '^mkdir' -e 'run/pads' -e '^mv .*pads'
}

it_exchanges_names_once_the_copy_has_landed_and_frees_the_old_file_once_the_exchange_has() {
    make_hardened_device
    echo old >"$SANDBOX/boot/file"
    echo newer | fatrw write "$SANDBOX/boot/file"
    is_file "$SANDBOX/boot/file" newer
    wanted='dd if=SOURCE of=boot/FATRW000.TMP bs=4M conv=fsync status=none
sync boot
pads
exch boot/FATRW000.TMP boot/file
sync boot/file boot
pads
rm -f boot/FATRW000.TMP
sync boot'
    [ "$(fatrw_trace)" = "$wanted" ] || fail "the order of an exchange, not $(fatrw_trace)"
    [ ! -e "$SANDBOX/boot/FATRW000.TMP" ] || fail "no leftovers"
}

it_moves_a_file_that_is_new_once_it_has_landed() {
    make_hardened_device
    echo new | fatrw write "$SANDBOX/boot/file"
    is_file "$SANDBOX/boot/file" new
    [ "$(fatrw_trace | sed -n 3,4p)" = "pads
mv boot/FATRW000.TMP boot/file" ] || fail "a move behind pads, not $(fatrw_trace)"
}

it_writes_one_sector_of_the_same_length_in_place() {
    make_hardened_device
    echo old >"$SANDBOX/boot/file"
    echo new | fatrw write "$SANDBOX/boot/file"
    is_file "$SANDBOX/boot/file" new
    [ "$(fatrw_trace)" = 'dd if=SOURCE of=boot/file conv=notrunc,fsync status=none' ] || fail "one write, not $(fatrw_trace)"
}

it_does_not_write_what_is_there_already() {
    make_hardened_device
    echo same >"$SANDBOX/boot/file"
    echo same | fatrw write "$SANDBOX/boot/file"
    [ -z "$(fatrw_trace)" ] || fail "no write, not $(fatrw_trace)"
}

it_takes_an_entry_behind_the_file_and_gives_the_gaps_before_it_back() {
    make_hardened_device
    echo 2 >"$SANDBOX/gaps"
    echo old >"$SANDBOX/boot/file"
    echo newer | fatrw write "$SANDBOX/boot/file"
    is_file "$SANDBOX/boot/file" newer
    [ "$(fatrw_trace | tail -n 4)" = "rm -f boot/FATRW000.TMP
rm -f boot/FATRW001.TMP
rm -f boot/FATRW002.TMP
sync boot" ] || fail "three entries to be removed at the end, not $(fatrw_trace)"
}

it_drops_what_an_interrupted_exchange_left() {
    make_hardened_device
    echo old >"$SANDBOX/boot/overlays/FATRW000.TMP"
    in_device 2 usr/lib/resin-update/boot-recover
    [ ! -e "$SANDBOX/boot/overlays/FATRW000.TMP" ] || fail "no leftovers"
    console_says 'recovered what=FATRW000.TMP'
}

it_finishes_the_valid_copy_of_a_release_that_renamed() {
    make_hardened_device
    echo old >"$SANDBOX/boot/file"
    digest=$(echo newer | md5sum | cut -c 1-32)
    echo newer >"$SANDBOX/boot/.file.01234567.$digest.md5sum"
    printf ne >"$SANDBOX/boot/.file.01234567.$digest.tmp"
    in_device 2 usr/lib/resin-update/boot-recover
    is_file "$SANDBOX/boot/file" newer
    console_says 'recovered what=file'
    [ -z "$(find "$SANDBOX/boot" -name '.file*')" ] || fail "no leftovers"
}

it_goes_on_where_the_pads_have_no_room() {
    make_hardened_device
    rm -r "$SANDBOX/data"
    echo old >"$SANDBOX/boot/file"
    echo newer | fatrw write "$SANDBOX/boot/file" 2>"$SANDBOX/said"
    is_file "$SANDBOX/boot/file" newer
    grep -q 'the card may lose its last commands' "$SANDBOX/said" || fail "a word about the pads"
}

# Nine commands of a sector each, none beside another.
it_pads_with_more_single_sectors_than_the_window_holds() {
    make_hardened_device
    echo new | fatrw write "$SANDBOX/boot/file"
    od -An -v -t x1 -w512 "$SANDBOX/data/.resin-update-pads" | awk '{ gsub(/[ 0]/, ""); print ($0 == "" ? "hole" : "pad") }' >"$SANDBOX/sectors"
    [ "$(tr '\n' ' ' <"$SANDBOX/sectors")" = "pad hole pad hole pad hole pad hole pad hole pad hole pad hole pad hole pad " ] || fail "nine pads with gaps, not $(cat "$SANDBOX/sectors")"
}

it_pads_before_it_selects_and_before_it_ends_a_trial() {
    make_hardened_device
    stage "$SCRATCH/bundle-hardened"
    power_on
    is_whole 3 hardened
    awk '/of=.*pads .*direct/ { pads = NR } /rollback-health-triggered/ { crumbs = NR } /of=.*resinOS_uEnv.txt/ { print (pads > crumbs && crumbs > 0 ? "padded" : "bare"); crumbs = NR }' "$SANDBOX/trace" >"$SANDBOX/order"
    [ "$(tr '\n' ' ' <"$SANDBOX/order")" = "padded padded " ] || fail "pads before both writes of the selection, not $(cat "$SANDBOX/order")"
}

it_pads_between_the_journal_of_the_state_partition_and_its_metadata() {
    make_hardened_device
    stage "$SCRATCH/bundle-hardened"
    power_on
    sed "s|$SANDBOX/||g" "$SANDBOX/trace" | grep -v -e '^mkdir' -e '^mv run/pads' -e '^dd .*pads bs=64k' | awk '/^sync -f state$/ { print (before ~ /^sync state/ && last ~ /pads .*direct/ ? "padded" : "bare") } { before = last; last = $0 }' | sort | uniq -c | tr -s ' ' >"$SANDBOX/order"
    [ "$(cat "$SANDBOX/order")" = " 3 padded" ] || fail "three syncs of the state partition behind pads, not $(cat "$SANDBOX/order")"
}

# --- power cuts ---

# Every outcome of one scenario: its commands are counted in a run without a cut, then the plug is pulled before number 1, 1+stride, ..., and each time
# the device must come to rest by itself.
cut_everywhere() {
    scenario=$1
    outcome=$2
    half=${3-}
    device=${4-make_device}
    "$device"
    "prepare_$scenario"
    cut_at 100000
    commands=$(cat "$SANDBOX/count")
    critical=$(grep -n 'resinOS_uEnv\|breadcrumb\|consumed\|attempt' "$SANDBOX/trace" | cut -d : -f 1)
    template=$SANDBOX
    echo "$scenario: $commands commands"
    cuts=0
    for cut in $( (seq 1 "$CUT_STRIDE" "$commands"; echo "$critical") | sort -nu); do
        "$device"
        "prepare_$scenario"
        status=0
        cut_at "$cut" "$half" || status=$?
        [ "$status" = 137 ] || fail "the plug to be pulled at $cut, not status $status"
        power_on || fail "the device to come to rest after a cut at $cut ($(sed -n "${cut}p" "$template/trace"))"
        "$outcome" || fail "the outcome $outcome after a cut at $cut ($(sed -n "${cut}p" "$template/trace"))"
        cuts=$((cuts + 1))
        rm -rf "$SANDBOX"
    done
    [ "$cuts" -gt 20 ] || fail "more than 20 cuts, not $cuts"
}

prepare_update() { stage "$SCRATCH/bundle-2.0"; }
prepare_hardened_update() { stage "$SCRATCH/bundle-hardened"; }
prepare_altboot() { stage "$SCRATCH/bundle-no-init"; }
prepare_health() {
    stage "$SCRATCH/bundle-2.0"
    : >"$SANDBOX/unhealthy-2.0"
}

is_updated() { is_whole 3 2.0 && [ "$(steps | grep -c '^99')" -le 2 ]; }
is_updated_and_hardened() { is_whole 3 hardened && [ "$(steps | grep -c '^99')" -le 2 ]; }
is_back() { is_whole 2 1.0 && grep -q '^device-report: rollback ' "$SANDBOX/console" && [ "$(steps | grep -c '^99')" -le 2 ]; }

it_ends_updated_after_a_cut_before_any_command() { cut_everywhere update is_updated; }
it_ends_updated_after_a_cut_in_the_middle_of_a_copy() { cut_everywhere update is_updated half; }
it_ends_updated_after_a_cut_in_an_update_by_exchanges() {
    CUT_STRIDE=$(((CUT_STRIDE + 7) / 8))
    cut_everywhere hardened_update is_updated_and_hardened half make_hardened_device
}
it_ends_back_after_a_cut_in_an_altboot() { cut_everywhere altboot is_back; }
it_ends_back_after_a_cut_in_a_health_rollback() { cut_everywhere health is_back; }
