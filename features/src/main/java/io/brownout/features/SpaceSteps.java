package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.BOOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.HarnessException;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Partitions that are full. */
public final class SpaceSteps {
    private static final String FILE = "holidays.zip";
    private static final long KIB = 1024;
    private static final Pattern FREE = Pattern.compile("([\\d ]+) bytes free");
    private static final Pattern FREE_BLOCKS = Pattern.compile("Free blocks: +(\\d+)");
    private static final Pattern BLOCK_BYTES = Pattern.compile("Block size: +(\\d+)");

    private final World world;

    /** PicoContainer makes it. */
    public SpaceSteps(World world) {
        this.world = world;
    }

    /** Puts a file onto a partition, as its user may, that leaves so much of it. */
    @Given("its {word} is full but for {long} KiB")
    public void fill(String label, long kibibytes) {
        CardOnPc.edit(world.device().card(), (pc, folder) -> {
            long free = label.equals(world.label(BOOT)) ? freeOnFat(pc, label) : freeOnExt4(pc, label);
            Path file = content(folder.resolve(FILE), free - kibibytes * KIB);
            if (label.equals(world.label(BOOT))) {
                pc.putOnFat(label, file, FILE);
            } else {
                pc.putOnExt4(label, "/", Map.of(FILE, file));
            }
        });
    }

    /** A file of zeroes would be one of holes. */
    private static Path content(Path file, long bytes) throws IOException {
        if (bytes <= 0) {
            throw new HarnessException("the partition has less room than is to be left, by %d bytes".formatted(-bytes));
        }
        byte[] content = new byte[Math.toIntExact(bytes)];
        new Random(bytes).nextBytes(content);
        return Files.write(file, content);
    }

    private static long freeOnFat(CardOnPc pc, String label) {
        return number(pc.list(label), FREE);
    }

    private static long freeOnExt4(CardOnPc pc, String label) throws IOException {
        String stats = pc.statisticsOfExt4(label);
        return number(stats, FREE_BLOCKS) * number(stats, BLOCK_BYTES);
    }

    private static long number(String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new HarnessException("expected \"%s\" of a tool, seen: %s".formatted(pattern, text));
        }
        return Long.parseLong(matcher.group(1).replace(" ", ""));
    }

    /** Looks at the partition, which must be as full as before. */
    @Then("what fills its {word} is still there")
    public void stillThere(String label) {
        world.device().pullPlug();
        CardContents contents = new CardContents(world.device().card());
        boolean there = label.equals(world.label(BOOT))
                ? contents.boot().read("/" + FILE).isPresent()
                : contents.exists(label, "/" + FILE);
        assertThat(there).as("%s on %s", FILE, label).isTrue();
    }
}
