package io.brownout.features;

import io.brownout.board.UsageException;
import io.brownout.board.YamlValue;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.qemu.ImageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a mutant is from a YAML file. What it does not know is an error, with its line. */
final class UpdateMutantFile {
    private static final String WHAT = "what";
    private static final String IMAGE = "image";
    private static final String UPDATE = "update";
    private static final String ASKS = "asks";
    private static final String EXPECTS = "expects";
    private static final String FAST = "fast";
    private static final List<String> KEYS = List.of(WHAT, IMAGE, UPDATE, ASKS, EXPECTS, FAST);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private UpdateMutantFile() {}

    /**
     * Reads a file.
     *
     * @param name of the mutant
     * @param plant the script beside it
     * @throws UsageException if it cannot be read, or does not say what is needed, with the line and what was expected
     */
    static UpdateMutant read(String name, Path file, Path plant) {
        YamlValue root = YamlValue.read(file, "a mutant");
        Map<String, YamlValue> entries = root.entries(KEYS, "a mutant");
        if (!NAME.matcher(name).matches()) {
            throw root.wrong("the mutant is called \"%s\", expected small letters, digits and hyphens".formatted(name));
        }
        if (!Files.isRegularFile(plant)) {
            throw root.wrong("expected the script that plants the mutant at " + plant);
        }
        UpdateMutant.Sound update = new UpdateMutant.Sound(
                image(entries, root, IMAGE),
                image(entries, root, UPDATE),
                Optional.ofNullable(entries.get(ASKS))
                        .map(it -> it.at(() -> UpdateQuestion.named(it.text())))
                        .orElse(UpdateQuestion.SETTLES));
        YamlValue expects = required(entries, root, EXPECTS);
        return new UpdateMutant(
                name,
                required(entries, root, WHAT).text(),
                update,
                expects.at(() -> kinds(expects.text())),
                Optional.ofNullable(entries.get(FAST))
                        .map(UpdateMutantFile::truth)
                        .orElse(false),
                plant);
    }

    private static YamlValue required(Map<String, YamlValue> entries, YamlValue root, String key) {
        YamlValue value = entries.get(key);
        if (value == null) {
            throw root.wrong("expected the key \"%s\"".formatted(key));
        }
        return value;
    }

    private static ImageName image(Map<String, YamlValue> entries, YamlValue root, String key) {
        YamlValue value = required(entries, root, key);
        ImageName image = value.at(() -> ImageName.parse(value.text()));
        if (image.fault().isPresent()) {
            throw value.wrong("%s has a fault already; the mutant's own script plants one".formatted(image));
        }
        return image;
    }

    private static boolean truth(YamlValue value) {
        return switch (value.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw value.wrong("expected true or false, seen \"%s\"".formatted(value.text()));
        };
    }

    /** One word, or several with commas between. */
    private static Set<Kind> kinds(String text) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String word : text.split(",", -1)) {
            kinds.add(Arrays.stream(Kind.values())
                    .filter(it -> it.name().equals(word.strip()) && !it.isGood())
                    .findFirst()
                    .orElseThrow(() ->
                            new UsageException("\"%s\" is no verdict that a mutant leads to, expected one of %s"
                                    .formatted(
                                            word.strip(),
                                            Arrays.stream(Kind.values())
                                                    .filter(it -> !it.isGood())
                                                    .toList()))));
        }
        return kinds;
    }
}
