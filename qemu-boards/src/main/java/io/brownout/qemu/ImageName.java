package io.brownout.qemu;

import io.brownout.board.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Asks for an image that a recipe builds. Written {@code NAME:VERSION}, with {@code /development} for that variant, {@code /fat32}, {@code /armel} or {@code /yocto} for an option, with a comma between several, and {@code !FAULT} for a planted fault, several with
 * {@code +} between them; for example {@code resinos:2.0.0+rev2/fat32!no-init}.
 *
 * @param recipe the recipe's folder
 * @param version what the image says it is
 * @param options what the card's maker has chosen
 * @param fault the name of a planted fault, or several with {@code +} between them
 */
public record ImageName(String recipe, String version, Variant variant, Set<Option> options, Optional<String> fault) {
    private static final Pattern FORM = Pattern.compile(
            "([a-z][a-z0-9-]*):([A-Za-z0-9.+~_-]+)(?:/([a-z0-9,]+))?(?:!([a-z][a-z0-9-]*(?:\\+[a-z][a-z0-9-]*)*))?");

    /** The two kinds that ResinOS has of each version. */
    public enum Variant {
        /** Closed: keys only. */
        PRODUCTION,
        /** Open to its developer. */
        DEVELOPMENT;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a card's maker can choose, in either variant. */
    public enum Option {
        /** The boot partition is FAT32 and not FAT16. */
        FAT32,
        /** For the 32 bits of a Pi Zero or a Pi 1, whose processors are ARMv6. */
        ARMEL,
        /** Laid out as Yocto's BSP for the Raspberry Pi lays its cards out. */
        YOCTO;

        /** Returns how it is written in a name. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Copies the options. */
    public ImageName {
        options = Set.copyOf(options);
    }

    /** Asks for an image of the production variant without options or faults. */
    public static ImageName of(String recipe, String version) {
        return new ImageName(recipe, version, Variant.PRODUCTION, Set.of(), Optional.empty());
    }

    /** Reads one; {@link UsageException} that shows the form if it is none. */
    public static ImageName parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad(text);
        }
        List<String> words = new ArrayList<>(Arrays.asList(
                Optional.ofNullable(form.group(3)).orElse("production").split(",", -1)));
        Variant variant = words.remove("development") ? Variant.DEVELOPMENT : Variant.PRODUCTION;
        words.remove("production");
        Set<Option> options = EnumSet.noneOf(Option.class);
        for (Option option : Option.values()) {
            if (words.remove(option.word())) {
                options.add(option);
            }
        }
        if (!words.isEmpty()) {
            throw bad(text);
        }
        return new ImageName(form.group(1), form.group(2), variant, options, Optional.ofNullable(form.group(4)));
    }

    private static UsageException bad(String text) {
        return new UsageException(
                "\"%s\" names no image; expected NAME:VERSION[/production|/development][/fat32][/armel][/yocto][!FAULT], a comma between several of these words, for example resinos:2.0.0+rev1"
                        .formatted(text));
    }

    /** Returns the same image with a planted fault in place of those it has. */
    public ImageName withFault(String planted) {
        return new ImageName(recipe, version, variant, options, Optional.of(planted));
    }

    /** Returns the same image with an option more. */
    public ImageName withOption(Option option) {
        Set<Option> more = new TreeSet<>(options);
        more.add(option);
        return new ImageName(recipe, version, variant, more, fault);
    }

    /** Returns the names of its planted faults, in the order in which they are planted. */
    List<String> faults() {
        return fault.stream().flatMap(it -> Arrays.stream(it.split("\\+"))).toList();
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (variant == Variant.DEVELOPMENT) {
            words.add(variant.word());
        }
        options.stream().sorted().map(Option::word).forEach(words::add);
        return recipe + ":" + version
                + words.stream().collect(Collectors.joining(",", words.isEmpty() ? "" : "/", ""))
                + fault.map(it -> "!" + it).orElse("");
    }
}
