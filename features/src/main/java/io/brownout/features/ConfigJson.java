package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.BOOT;

import io.brownout.card.Card;
import io.brownout.filesystem.FatVolume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** config.json on a card's boot partition, edited as its owner would on a PC, or damaged. */
final class ConfigJson {
    private static final String NAME = "config.json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    /** What is put on a card does not depend on when it was. */
    private static final FileTime ALWAYS = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private ConfigJson() {}

    /** Changes it on a card that was taken out. */
    static void edit(Card card, Consumer<ObjectNode> change) {
        replace(card, read(card).orElseGet(MAPPER::createObjectNode), change);
    }

    /** Writes one of which nothing was there before. */
    static void write(Card card, Consumer<ObjectNode> fill) {
        replace(card, MAPPER.createObjectNode(), fill);
    }

    private static void replace(Card card, ObjectNode config, Consumer<ObjectNode> change) {
        change.accept(config);
        put(card, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
    }

    /** Reads it; empty if it is not there or is no object. */
    static Optional<ObjectNode> read(Card card) {
        try {
            return content(card)
                    .map(MAPPER::readTree)
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> content(Card card) {
        return FatVolume.open(card.view(), card.partition(BOOT)).read(NAME);
    }

    /** Damages it on a card that was taken out. */
    static void damage(Card card, Damage how) {
        byte[] whole = content(card)
                .orElseThrow(() -> new AssertionError("expected a config.json to damage, there is none on the card"));
        switch (how) {
            case TORN -> put(card, tornOff(whole));
            case EMPTY -> put(card, new byte[0]);
            case INVALID -> put(card, "{ hostname: kitchen }".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case MISSING -> CardOnPc.edit(card, (pc, folder) -> pc.removeFromFat(pc.label(BOOT), NAME));
        }
    }

    /** What can become of a config.json. */
    enum Damage {
        /** Its first half is there, the rest is zeroes: the length was written and the content was not. */
        TORN,
        /** It has no bytes. */
        EMPTY,
        /** It was edited by somebody who took JavaScript for JSON. */
        INVALID,
        /** It is gone. */
        MISSING
    }

    private static byte[] tornOff(byte[] whole) {
        byte[] torn = whole.clone();
        Arrays.fill(torn, torn.length / 2, torn.length, (byte) 0);
        return torn;
    }

    private static void put(Card card, byte[] content) {
        CardOnPc.edit(card, (pc, folder) -> {
            Path file = Files.write(folder.resolve(NAME), content);
            Files.setLastModifiedTime(file, ALWAYS);
            pc.putOnFat(pc.label(BOOT), file, NAME);
        });
    }
}
