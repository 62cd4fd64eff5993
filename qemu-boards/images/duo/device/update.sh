# Installs a bundle that lies ready on the data partition, into the slot that does not run.
BUNDLE=$DATA/hostapp-update

install_staged() {
    [ -f "$BUNDLE/manifest" ] || return 0
    if install_bundle; then
        report update-result result=done
        restart
    else
        close_slot 2>/dev/null
        report update-result result=failed "reason=$step"
        drop_bundle
    fi
}

step() {
    step=$1
    report update "step=$1"
}

# The last step is the commit point: until then U-Boot starts the old release, after it the new one.
install_bundle() {
    step verify && verify \
        && step fill && fill_slot \
        && step close-slot && close_slot \
        && step boot-files && write_boot_files \
        && step config && write_config \
        && step breadcrumb && write_state breadcrumb "part $other $new_version" \
        && step bootcount && remove_from_boot bootcount.env \
        && step select && select_slot "$other" 1
}

verify() {
    value_of "$BUNDLE/manifest" version
    new_version=$value
    (cd "$BUNDLE" && md5sum -cs checksums)
}

# The slot holds no initramfs until it holds a whole one.
fill_slot() {
    open_slot || return 1
    value_of "$BUNDLE/manifest" kernel
    rm -f "$SLOT/boot/initramfs" "$SLOT/boot/initramfs.new"
    if [ "$value" != "$(cat "$SLOT/boot/kernel")" ]; then
        cp "$BUNDLE/Image.gz" "$SLOT/boot/Image.gz" && echo "$value" >"$SLOT/boot/kernel" || return 1
    fi
    cp "$BUNDLE/initramfs" "$SLOT/boot/initramfs.new" && sync "$SLOT/boot/initramfs.new" \
        && cmp -s "$BUNDLE/initramfs" "$SLOT/boot/initramfs.new" \
        && mv "$SLOT/boot/initramfs.new" "$SLOT/boot/initramfs" \
        && sync -f "$SLOT"
}

# image-version-info tells which release's boot files these are, so it comes last.
write_boot_files() {
    for file in config.txt boot.scr device-type.json image-version-info; do
        replace "$BUNDLE/$file" "$file" || return 1
    done
}

# What the device tells its makers about itself.
write_config() {
    sed "s/\"osVersion\": \"[^\"]*\"/\"osVersion\": \"$new_version\"/" "$BOOT/config.json" >/run/config.json
    replace /run/config.json config.json
}
