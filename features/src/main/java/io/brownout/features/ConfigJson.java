package io.brownout.features;

import io.brownout.card.Card;
import io.brownout.filesystem.FatVolume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** config.json on a card's boot partition, edited as its owner would on a PC. */
final class ConfigJson {
    private static final String PARTITION = "resin-boot";
    private static final String NAME = "config.json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ConfigJson() {}

    /** Changes it on a card that was taken out. */
    static void edit(Card card, Consumer<ObjectNode> change) {
        ObjectNode config = FatVolume.open(card.view(), card.partition(PARTITION))
                .read(NAME)
                .map(present -> (ObjectNode) MAPPER.readTree(present))
                .orElseGet(MAPPER::createObjectNode);
        change.accept(config);
        CardOnPc.edit(card, (pc, folder) -> {
            String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(config);
            pc.putOnFat(PARTITION, Files.writeString(folder.resolve(NAME), text, StandardCharsets.UTF_8), NAME);
        });
    }
}
