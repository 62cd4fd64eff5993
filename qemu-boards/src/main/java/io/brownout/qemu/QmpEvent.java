package io.brownout.qemu;

import tools.jackson.databind.JsonNode;

/** Something that QEMU tells of its own accord; qemu/qapi/run-state.json and block-core.json define them. */
sealed interface QmpEvent extends QmpMessage {
    /** The machine has ended; with {@code -no-reboot} also at a reset. */
    record Shutdown(boolean byGuest, String reason) implements QmpEvent {}

    /** The machine was reset and goes on. */
    record Reset(boolean byGuest, String reason) implements QmpEvent {}

    /** The virtual processors have stopped. */
    record Stop() implements QmpEvent {}

    /** The virtual processors run. */
    record Resume() implements QmpEvent {}

    /** The guest has told a panic device that its kernel panicked. */
    record GuestPanicked(String action) implements QmpEvent {}

    /** A request to the card failed on our side: never the guest's fault. */
    record BlockIoError(String device, String operation, String reason) implements QmpEvent {}

    /** A migration has come to another state; only with the capability {@code events}. qemu/qapi/migration.json. */
    record Migration(String status) implements QmpEvent {}

    /** Any other event. */
    record Other(String name, JsonNode data) implements QmpEvent {}

    static QmpEvent decode(String name, JsonNode data) {
        return switch (name) {
            case "SHUTDOWN" -> new Shutdown(data.path("guest").asBoolean(), text(data, "reason"));
            case "RESET" -> new Reset(data.path("guest").asBoolean(), text(data, "reason"));
            case "STOP" -> new Stop();
            case "RESUME" -> new Resume();
            case "GUEST_PANICKED" -> new GuestPanicked(text(data, "action"));
            case "BLOCK_IO_ERROR" ->
                new BlockIoError(text(data, "node-name"), text(data, "operation"), text(data, "reason"));
            case "MIGRATION" -> new Migration(text(data, "status"));
            default -> new Other(name, data);
        };
    }

    private static String text(JsonNode data, String key) {
        return data.path(key).asString("");
    }
}
