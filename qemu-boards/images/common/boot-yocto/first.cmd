# As the BSP's script does (meta-raspberrypi, recipes-bsp/rpi-u-boot-scr): the words of cmdline.txt, which the firmware has put into the device tree, come first on the kernel's line. The root that is
# chosen below comes after the one of cmdline.txt, and the last one holds.
if test "${devtype}" = "mmc"; then
    fdt addr ${fdt_addr}
    if fdt get value first_args /chosen bootargs; then
        setenv first_args "${first_args} "
    fi
fi
