package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.filesystem.PartitionRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With recipes of a few lines; the real ones are built for every other test. */
@Timeout(60)
class ImageStoreTest {
    private static final String BUILD = """
            #!/bin/sh
            set -eu
            while [ $# -gt 0 ]; do case $1 in --version) version=$2 ;; --variant) variant=$2 ;; --output) output=$2 ;; --cache) cache=$2 ;; --fault) fault=$2 ;; esac; shift 2; done
            echo "images: write $version $variant ${fault-}" >&2
            echo "noise" >&2
            echo built >>"$cache/count"
            mkdir "$output"
            echo card >"$output/card.img"
            cat >"$output/manifest.json" <<END
            {"name":"tiny","version":"$version","variant":"$variant","boards":["virt"],"epoch":1767225600,"debian":"trixie","packages":{"linux":"6.12"},
             "partitions":[{"number":1,"role":"boot","label":"boot","type":"vfat","startSector":8192,"sectors":1024}],"sha256":{"card.img":"abc"}}
            END
            """;

    @TempDir
    Path folder;

    private final List<String> progress = new CopyOnWriteArrayList<>();

    private ImageStore store(String build) throws IOException {
        Path script = Files.createDirectories(folder.resolve("recipes/tiny")).resolve("build.sh");
        Files.writeString(script, build);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ImageStore(folder.resolve("recipes"), folder.resolve("cache"), progress::add);
    }

    private long builds() throws IOException {
        Path count = folder.resolve("cache/count");
        return Files.exists(count) ? Files.readAllLines(count).size() : 0;
    }

    @Test
    void an_image_is_built_once_and_its_steps_are_passed_on() throws IOException {
        ImageStore store = store(BUILD);

        Image image = store.image(ImageName.parse("tiny:1"));
        Image again = store.image(ImageName.parse("tiny:1"));

        assertThat(again).isEqualTo(image);
        assertThat(builds()).isOne();
        assertThat(progress).containsExactly("images: write 1 production ");
        assertThat(image.digest()).isEqualTo("sha256:abc");
        assertThat(image.path()).hasContent("card");
        assertThat(image.epoch()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(image.partitions())
                .containsExactly(
                        new Image.ImagePartition(1, Optional.of(PartitionRole.BOOT), "boot", "vfat", 8192, 1024));
        assertThat(image.roles().numbers()).containsOnly(Map.entry(PartitionRole.BOOT, 1));
        assertThat(image.updateBundle()).isEmpty();
    }

    @Test
    void version_variant_fault_and_recipe_each_make_another_image() throws IOException {
        for (String name : List.of("tiny:1", "tiny:2", "tiny:1/development", "tiny:1!no-init")) {
            assertThat(store(BUILD).image(ImageName.parse(name)).name()).isEqualTo(name);
        }
        store(BUILD + "# changed\n").image(ImageName.parse("tiny:1"));

        assertThat(builds()).isEqualTo(5);
    }

    @Test
    void a_new_fault_makes_nothing_anew_but_what_it_is_planted_into() throws IOException {
        ImageStore store = store(BUILD);
        Path faults = Files.createDirectories(folder.resolve("recipes/tiny/faults"));
        Files.writeString(faults.resolve("one.sh"), "exit 0");
        store.image(ImageName.parse("tiny:1"));
        store.image(ImageName.parse("tiny:1!one"));

        Files.writeString(faults.resolve("two.sh"), "exit 0");
        store.image(ImageName.parse("tiny:1"));
        store.image(ImageName.parse("tiny:1!one"));
        assertThat(builds()).isEqualTo(2);

        Files.writeString(faults.resolve("one.sh"), "exit 1");
        store.image(ImageName.parse("tiny:1!one"));
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void a_recipe_that_holds_containers_is_handed_the_device_program_and_follows_their_folders() throws IOException {
        ImageStore store = store(BUILD + "echo \"images: with ${BROWNOUT_DEVICE_PROGRAM-} of ${JAVA_HOME-}\"\n");
        store.image(ImageName.parse("tiny:1"));
        assertThat(progress)
                .last()
                .asString()
                .endsWith("with  of " + System.getenv().getOrDefault("JAVA_HOME", ""));

        Files.writeString(folder.resolve("recipes/tiny/containers.list"), "box\n");
        Path box = Files.createDirectories(folder.resolve("recipes/box")).resolve("container.sh");
        Files.writeString(box, "exit 0");
        store.image(ImageName.parse("tiny:1"));
        assertThat(progress)
                .last()
                .asString()
                .matches("images: with .*/device-[0-9a-f]{16}\\.jar of " + System.getProperty("java.home"));
        assertThat(builds()).isEqualTo(2);

        Files.writeString(box, "exit 1");
        store.image(ImageName.parse("tiny:1"));
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void an_image_whose_recipe_has_changed_is_old_and_can_be_removed() throws IOException {
        ImageStore store = store(BUILD);
        assertThat(store.built()).isEmpty();
        Image image = store.image(ImageName.parse("tiny:1/development"));
        assertThat(store.built())
                .singleElement()
                .satisfies(built -> assertThat(built.name()).hasToString("tiny:1/development"))
                .satisfies(built ->
                        assertThat(built.folder()).isEqualTo(image.path().getParent()))
                .satisfies(built -> assertThat(built.current()).isTrue());

        ImageStore changed = store(BUILD + "# changed\n");
        assertThat(changed.built())
                .singleElement()
                .satisfies(built -> assertThat(built.current()).isFalse());

        changed.remove(changed.built().getFirst());
        assertThat(changed.built()).isEmpty();
        assertThat(image.path()).doesNotExist();
    }

    @Test
    void threads_that_want_the_same_image_build_it_once() throws IOException {
        ImageStore store = store(BUILD);

        List<Image> images = IntStream.range(0, 4)
                .parallel()
                .mapToObj(_ -> store.image(ImageName.parse("tiny:1")))
                .toList();

        assertThat(images).hasSize(4).containsOnly(images.getFirst());
        assertThat(builds()).isOne();
    }

    @Test
    void a_build_that_fails_says_why_and_leaves_nothing() throws IOException {
        ImageStore store = store(
                "#!/bin/sh\necho 'images: expected the command xyz, found none: install the package xyz' >&2\nexit 1\n");

        assertThatThrownBy(() -> store.image(ImageName.parse("tiny:1")))
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining("image tiny:1 could not be built, status 1")
                .hasMessageContaining("install the package xyz");
        try (Stream<Path> left = Files.list(folder.resolve("cache/built"))) {
            assertThat(left)
                    .allMatch(it ->
                            it.toString().endsWith(".lock") || it.toString().endsWith(".log"));
        }
    }

    @Test
    void an_unknown_recipe_is_refused_with_those_that_are_known() throws IOException {
        ImageStore store = store(BUILD);

        assertThatThrownBy(() -> store.image(ImageName.parse("huge:1")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("there is no recipe for image \"huge\"; known: tiny");
    }

    @Test
    void a_name_that_is_none_is_refused_with_the_form() {
        for (String name : List.of("", "resinos", "resinos:", "Resin:1", "resinos:1/other", "../x:1", "resinos:1!")) {
            assertThatThrownBy(() -> ImageName.parse(name))
                    .as(name)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("NAME:VERSION");
        }
    }

    @Test
    void a_name_reads_back_as_it_was_written() {
        for (String name : List.of(
                "resinos:2.0.0+rev1",
                "resinos:2.0.0+rev1/development",
                "resinos:2.0.0+rev1!no-init",
                "probe:1/development!x")) {
            assertThat(ImageName.parse(name)).hasToString(name);
        }
    }
}
