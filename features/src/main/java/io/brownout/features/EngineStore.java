package io.brownout.features;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The images in the store of a container engine, by its driver overlay2, copied off a card.
 *
 * <p>An engine does not look at the files of a layer again once it has it: those that a power cut has emptied stay empty, and the same image is not fetched anew, since it is there (home-assistant/operating-system, issue
 * 4994). What each file should be stands beside its layer, in {@code tar-split.json.gz}, from which the engine puts the layer's archive together again: a line of JSON for each, with its size and checksum
 * (vbatts/tar-split, {@code tar/storage/entry.go}).
 *
 * @param root the copy of the store's folder, with at least {@code image/overlay2/layerdb} and {@code overlay2}
 */
record EngineStore(Path root) {
    private static final int FILE = 1;
    private static final int SHOWN = 12;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** What was found: how many files there are in all layers, and what is wrong with which. */
    record Found(int layers, int files, List<String> damage) {}

    /** Compares every file of every layer with what it should be. */
    Found check() throws IOException {
        List<String> damage = new ArrayList<>();
        int files = 0;
        List<Path> layers = layers();
        for (Path layer : layers) {
            files += check(layer, damage);
        }
        return new Found(layers.size(), files, List.copyOf(damage));
    }

    private List<Path> layers() throws IOException {
        Path folder = root.resolve("image/overlay2/layerdb/sha256");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> layers = Files.list(folder)) {
            return layers.sorted().toList();
        }
    }

    private int check(Path layer, List<String> damage) throws IOException {
        String name = layer.getFileName().toString().substring(0, SHOWN);
        Path content = root.resolve("overlay2")
                .resolve(Files.readString(layer.resolve("cache-id"), StandardCharsets.UTF_8))
                .resolve("diff");
        int files = 0;
        try (InputStream packed = Files.newInputStream(layer.resolve("tar-split.json.gz"));
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode entry = MAPPER.readTree(line);
                if (entry.path("type").asInt() == FILE && entry.path("size").asLong() > 0) {
                    files++;
                    String path = entry.path("name").asString();
                    String wrong = compare(content.resolve(path), entry);
                    if (!wrong.isEmpty()) {
                        damage.add("%s of layer %s %s".formatted(path, name, wrong));
                    }
                }
            }
        } catch (IOException | JacksonException e) {
            damage.add("the list of files of layer %s cannot be read: %s".formatted(name, e.getMessage()));
        }
        return files;
    }

    private static String compare(Path file, JsonNode entry) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "is not there";
        }
        long size = entry.path("size").asLong();
        if (Files.size(file) != size) {
            return "has %d bytes, not %d".formatted(Files.size(file), size);
        }
        long checksum = ByteBuffer.wrap(
                        Base64.getDecoder().decode(entry.path("payload").asString()))
                .getLong();
        try (InputStream content = Files.newInputStream(file)) {
            return LayerChecksum.of(content) == checksum ? "" : "holds something else";
        }
    }
}
