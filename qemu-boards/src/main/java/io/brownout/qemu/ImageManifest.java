package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The {@code manifest.json} that a recipe writes; see {@code qemu-boards/images/README.md}. */
record ImageManifest(
        String name,
        String version,
        String variant,
        List<String> options,
        String fault,
        long epoch,
        List<String> boards,
        Map<String, String> packages,
        List<Image.ImagePartition> partitions,
        Map<String, String> sha256) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    /** Reads only what a finished image was asked for as. */
    static ImageName nameIn(Path folder) {
        ImageManifest manifest = manifest(folder);
        List<String> words = new ArrayList<>(manifest.options);
        words.addFirst(manifest.variant);
        return ImageName.parse(manifest.name + ":" + manifest.version + "/" + String.join(",", words)
                + (manifest.fault.isEmpty() ? "" : "!" + manifest.fault));
    }

    private static ImageManifest manifest(Path folder) {
        Path file = folder.resolve("manifest.json");
        try {
            return MAPPER.readValue(file.toFile(), ImageManifest.class);
        } catch (JacksonException e) {
            throw new HarnessException(
                    "cannot read %s: %s; remove %s to have it built anew"
                            .formatted(file, e.getOriginalMessage(), folder),
                    e);
        }
    }

    /** Copies the collections; a manifest of before there were options and faults has none. */
    ImageManifest {
        options = options == null ? List.of() : List.copyOf(options);
        fault = fault == null ? "" : fault;
    }

    /** Reads a finished image's folder. */
    static Image read(ImageName asked, Path folder) {
        ImageManifest manifest = manifest(folder);
        String digest = manifest.sha256.get("card.img");
        Path card = folder.resolve("card.img");
        if (digest == null || !Files.isRegularFile(card)) {
            throw new HarnessException(
                    "%s does not name the digest of card.img, or that is missing; remove %s to have it built anew"
                            .formatted(folder.resolve("manifest.json"), folder));
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
    }
}
