package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.filesystem.PartitionRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/** Something that a device does after it has booted: a small script, put onto the boot partition of a probe or the data partition of a resinos whose image has the service {@code workload}. */
record Workload(String name) {
    private static final String FILE = "workload.sh";

    void putOn(Card card) {
        String script = script("prelude") + script(name);
        CardOnPc.edit(
                card,
                (pc, folder) -> pc.putOnFat(
                        pc.label(PartitionRole.BOOT),
                        Files.writeString(folder.resolve(FILE), script, StandardCharsets.UTF_8),
                        FILE));
    }

    void putOnData(Card card) {
        String script = ". /usr/lib/resin/functions\n" + script(name);
        CardOnPc.edit(
                card,
                (pc, folder) -> pc.putOnExt4(
                        pc.label(PartitionRole.DATA),
                        "/",
                        Map.of(FILE, Files.writeString(folder.resolve(FILE), script, StandardCharsets.UTF_8))));
    }

    private static String script(String name) {
        try (InputStream script = Workload.class.getResourceAsStream("workloads/" + name + ".sh")) {
            if (script == null) {
                throw new UsageException(
                        "there is no workload %s; they lie in features/src/main/resources/io/brownout/features/workloads"
                                .formatted(name));
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new HarnessException("cannot read the workload %s: %s".formatted(name, e), e);
        }
    }
}
