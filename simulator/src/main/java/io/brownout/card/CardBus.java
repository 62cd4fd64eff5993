package io.brownout.card;

/** How a board reaches its card; it decides what of a fault reaches the board. */
public enum CardBus {
    /** QEMU's SD controller: one request a sector, one after the other, no flush, and our errors end in QEMU (hw/sd/sd.c prints a line and goes on). */
    SD("raspi3b"),
    /** A virtio block device: requests as the guest made them, flushes, and errors that the guest sees. */
    VIRTIO("virt");

    private final String boards;

    CardBus(String boards) {
        this.boards = boards;
    }

    /** Names the boards that have it. */
    public String boards() {
        return boards;
    }
}
