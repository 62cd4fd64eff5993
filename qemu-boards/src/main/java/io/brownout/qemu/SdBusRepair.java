package io.brownout.qemu;

/**
 * Plugs the card of a restored Raspberry Pi back into the controller that the guest had chosen.
 *
 * <p>A Pi has two SD controllers, and pins 48 to 53 choose between them. QEMU's model moves the card when their function changes (hw/gpio/bcm2835_gpio.c, gpfsel_set), keeps the choice in its migrated state, and does not move
 * the card after a migration: the guest's next access then finds no card. Choosing another function for the pins and then the old one makes the model move it. With the card in its first place both writes do nothing.
 *
 * <p>Between the two writes of a guest that is changing these very pins it would choose wrongly: a checkpoint there is not to be had.
 */
final class SdBusRepair {
    /** BCM2837 ARM Peripherals, chapter 6: GPFSEL4 for pins 40 to 49, GPFSEL5 for 50 to 53, three bits a pin. */
    private static final long GPFSEL4 = 0x3f20_0010L;

    private static final long GPFSEL5 = 0x3f20_0014L;
    private static final int PINS_48_AND_49 = 0x3f00_0000;
    private static final int PINS_50_TO_53 = 0xfff;

    private SdBusRepair() {}

    static void perform(QtestClient machine) {
        int fourth = machine.read(GPFSEL4);
        int fifth = machine.read(GPFSEL5);
        machine.write(GPFSEL4, fourth & ~PINS_48_AND_49);
        machine.write(GPFSEL5, fifth & ~PINS_50_TO_53);
        machine.write(GPFSEL4, fourth);
        machine.write(GPFSEL5, fifth);
    }
}
