package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of container images that a power cut has spoilt are found. */
class EngineStoreTest {
    private static final String LAYER = "image/overlay2/layerdb/sha256/0123456789abcdef0123456789abcdef";
    private static final byte[] CONTENT = "what the layer brought".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path store;

    @BeforeEach
    void oneLayerWithOneFile() throws IOException {
        Files.createDirectories(store.resolve("overlay2/cache/diff/bin"));
        Files.write(file(), CONTENT);
        Files.createDirectories(store.resolve(LAYER));
        Files.writeString(store.resolve(LAYER).resolve("cache-id"), "cache");
        list("""
                {"type":2,"payload":"AAAA","position":0}
                {"type":1,"name":"bin/","payload":null,"position":1}
                {"type":1,"name":"bin/app","size":%d,"payload":"%s","position":2}
                """.formatted(CONTENT.length, checksum(CONTENT)));
    }

    private Path file() {
        return store.resolve("overlay2/cache/diff/bin/app");
    }

    private void list(String lines) throws IOException {
        try (OutputStream packed =
                new GZIPOutputStream(Files.newOutputStream(store.resolve(LAYER).resolve("tar-split.json.gz")))) {
            packed.write(lines.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String checksum(byte[] content) throws IOException {
        long sum = LayerChecksum.of(new ByteArrayInputStream(content));
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(sum).array());
    }

    @Test
    void the_checksum_is_the_engines() throws IOException {
        // The check value that catalogues of CRCs give for CRC-64/GO-ISO.
        assertThat(LayerChecksum.of(new ByteArrayInputStream("123456789".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(0xb909_56c7_75a4_1001L);
    }

    @Test
    void a_whole_store_is_whole() throws IOException {
        EngineStore.Found found = new EngineStore(store).check();

        assertThat(found.damage()).isEmpty();
        assertThat(found.layers()).isEqualTo(1);
        assertThat(found.files()).isEqualTo(1);
    }

    @Test
    void a_file_that_was_emptied_is_found() throws IOException {
        Files.write(file(), new byte[0]);

        assertThat(new EngineStore(store).check().damage())
                .containsExactly("bin/app of layer 0123456789ab has 0 bytes, not 22");
    }

    @Test
    void a_file_with_other_bytes_is_found() throws IOException {
        byte[] other = CONTENT.clone();
        other[3] ^= 1;
        Files.write(file(), other);

        assertThat(new EngineStore(store).check().damage())
                .containsExactly("bin/app of layer 0123456789ab holds something else");
    }

    @Test
    void a_file_that_is_gone_is_found() throws IOException {
        Files.delete(file());

        assertThat(new EngineStore(store).check().damage())
                .containsExactly("bin/app of layer 0123456789ab is not there");
    }

    @Test
    void a_list_that_is_torn_is_found() throws IOException {
        Path list = store.resolve(LAYER).resolve("tar-split.json.gz");
        byte[] whole = Files.readAllBytes(list);
        Files.write(list, java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThat(new EngineStore(store).check().damage())
                .singleElement()
                .asString()
                .startsWith("the list of files of layer 0123456789ab cannot be read");
    }

    @Test
    void a_store_without_images_has_nothing_to_find() throws IOException {
        assertThat(new EngineStore(store.resolve("nowhere")).check().layers()).isZero();
    }
}
