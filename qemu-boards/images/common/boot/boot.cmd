# U-Boot's part of ResinOS: chooses the root partition and counts the attempts of a new OS. All state is text files on the FAT.
# devtype and devnum name the card: bootstd sets them on virt, uboot.env on a Raspberry Pi.

if test "${devtype}" = "virtio"; then
    setenv card_disk /dev/vda
    setenv console_args console=ttyAMA0
    setenv cpu_args
    setenv kernel_addr 0x48000000
    setenv kernel_comp_addr_r 0x50000000
    setenv kernel_limit 0x50000000
    setenv initrd_addr 0x5c000000
    setenv text_addr 0x47000000
    setenv initrd_high 0xffffffffffffffff
elif test "${start_with}" = "bootz"; then
    # A Pi Zero or Pi 1, with 512 MiB. U-Boot knows which it is, and the device tree comes from the card.
    setenv card_disk /dev/mmcblk0p
    setenv console_args console=ttyAMA0,115200
    setenv cpu_args
    setenv board_lean_args ,bcm2835_power_driver_init
    setenv kernel_addr 0x02000000
    setenv initrd_addr 0x08000000
    setenv text_addr 0x01000000
    setenv fdt_addr 0x07000000
    setenv kernel_limit 0x07000000
else
    # QEMU hands the device tree over at 0x08000000: nothing is loaded there.
    setenv card_disk /dev/mmcblk0p
    setenv console_args console=ttyS1,115200
    # Only core 0 runs in the deterministic clock; waiting for the others would cost 5 s each. extra_uEnv.txt can clear it.
    setenv cpu_args maxcpus=1
    setenv kernel_addr 0x02000000
    setenv kernel_limit 0x08000000
    setenv kernel_comp_addr_r 0x0a000000
    setenv initrd_addr 0x10000000
    setenv text_addr 0x01000000
fi
setenv kernel_comp_size 0x03000000
if test -z "${start_with}"; then
    setenv start_with booti
    setenv kernel_file Image.gz
else
    setenv kernel_file zImage
fi
setenv boot_part ${devtype} ${devnum}:1
setenv resin_root_part 2
setenv upgrade_available 0
setenv bootcount 0

if test -e ${boot_part} balena-image; then
    if load ${boot_part} ${text_addr} resinOS_uEnv.txt; then
        env import -t ${text_addr} ${filesize} resin_root_part upgrade_available
    fi
    if load ${boot_part} ${text_addr} extra_uEnv.txt; then
        env import -t ${text_addr} ${filesize}
    fi
    if load ${boot_part} ${text_addr} bootcount.env; then
        env import -t ${text_addr} ${filesize} bootcount
    fi

    # setexpr and itest count in hexadecimal.
    if test "${upgrade_available}" = "1"; then
        setexpr bootcount ${bootcount} + 1
        env export -t ${text_addr} bootcount
        fatwrite ${boot_part} ${text_addr} bootcount.env 0xd
    fi

    # Attempts 1 to 3 try the selected root, the fourth takes the other one. Nothing is written: Linux finishes the rollback.
    if itest ${bootcount} -gt 3; then
        if test "${resin_root_part}" = "2"; then
            setenv resin_root_part 3
        else
            setenv resin_root_part 2
        fi
    fi
    echo "device-report: bootloader bootcount=${bootcount} upgrade-available=${upgrade_available} root-part=${resin_root_part}"

    # What the kernel's start does for features that this device lacks costs a third of its time under emulation: self-tests of ciphers,
    # module signing keys, BPF struct_ops, kprobe events.
    setenv lean_args "initcall_blacklist=jent_mod_init,load_system_certificate_list,bpf_tcp_ca_kfunc_init,bpf_dummy_struct_ops_init,init_kprobe_trace,clk_debug_init,init_encrypted${board_lean_args} cryptomgr.notests"
    # Address randomisation makes the emulator translate the same code again and again: at shutdown that costs half a minute.
    setenv root_part ${devtype} ${devnum}:${resin_root_part}
    # TERM=dumb: a console that is a log file wants no escape sequences.
    setenv bootargs "${first_args}${console_args} root=${card_disk}${resin_root_part} ro rootwait panic=1 oops=panic mitigations=off norandmaps TERM=dumb quiet loglevel=3 ${cpu_args} ${lean_args} ${extra_os_cmdline}"
    if test "${start_with}" = "bootz"; then
        load ${boot_part} ${fdt_addr} ${fdtfile}
    fi
    if load ${root_part} ${kernel_addr} /boot/${kernel_file}; then
        # A kernel that reaches into what lies behind it would ruin it without a word. What gzip unpacks to stands in the last four bytes.
        setenv kernel_outgrown 0
        setexpr kernel_end ${kernel_addr} + ${filesize}
        if itest ${kernel_end} -gt ${kernel_limit}; then
            setenv kernel_outgrown 1
        fi
        if test "${start_with}" = "booti"; then
            setexpr unpacked_at ${kernel_end} - 4
            setexpr.l unpacked *${unpacked_at}
            setexpr unpacked_end ${kernel_addr} + ${unpacked}
            if itest ${unpacked} -gt ${kernel_comp_size}; then
                setenv kernel_outgrown 1
            fi
            if itest ${unpacked_end} -gt ${kernel_limit}; then
                setenv kernel_outgrown 1
            fi
        fi
        if test "${kernel_outgrown}" = "1"; then
            echo "The kernel of partition ${resin_root_part} (${kernel_addr} to ${kernel_end}, unpacked ${unpacked}) has outgrown its place, which ends at ${kernel_limit}"
            if test -e ${boot_part} kernel-outgrown; then
                true
            else
                env export -t ${text_addr} resin_root_part
                fatwrite ${boot_part} ${text_addr} kernel-outgrown 0x13
            fi
        elif load ${root_part} ${initrd_addr} /boot/initramfs; then
            ${start_with} ${kernel_addr} ${initrd_addr}:${filesize} ${fdt_addr}
        fi
    fi
    # A root that cannot be started counts as an attempt, so the board must not stop here.
    echo "No kernel can be started from partition ${resin_root_part}: reset"
    reset
else
    echo "No balena-image on ${boot_part}: nothing to boot"
fi
