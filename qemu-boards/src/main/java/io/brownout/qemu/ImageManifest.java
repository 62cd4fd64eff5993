package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The {@code manifest.json} that a recipe writes; see {@code qemu-boards/images/README.md}. */
record ImageManifest(
        String name,
        String version,
        String variant,
        long epoch,
        List<String> boards,
        Map<String, String> packages,
        List<Image.ImagePartition> partitions,
        Map<String, String> sha256) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Reads a finished image's folder. */
    static Image read(ImageName asked, Path folder) {
        Path file = folder.resolve("manifest.json");
        try {
            ImageManifest manifest = MAPPER.readValue(file.toFile(), ImageManifest.class);
            String digest = manifest.sha256.get("card.img");
            Path card = folder.resolve("card.img");
            if (digest == null || !Files.isRegularFile(card)) {
                throw new HarnessException(
                        "%s does not name the digest of card.img, or that is missing; remove %s to have it built anew"
                                .formatted(file, folder));
            }
            Path bundle = folder.resolve("update");
            return new Image(
                    asked.toString(),
                    "sha256:" + digest,
                    card,
                    Instant.ofEpochSecond(manifest.epoch),
                    manifest.boards,
                    manifest.partitions,
                    manifest.packages,
                    Files.isDirectory(bundle) ? Optional.of(bundle) : Optional.empty());
        } catch (JacksonException e) {
            throw new HarnessException(
                    "cannot read %s: %s; remove %s to have it built anew"
                            .formatted(file, e.getOriginalMessage(), folder),
                    e);
        }
    }
}
