package io.brownout.qemu;

import io.brownout.board.UsageException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks for an image that a recipe builds. Written {@code NAME:VERSION}, with {@code /development} for that variant and {@code !FAULT} for a planted fault, for example {@code resinos:2.0.0+rev2!no-init}.
 *
 * @param recipe the recipe's folder
 * @param version what the image says it is
 */
public record ImageName(String recipe, String version, Variant variant, Optional<String> fault) {
    private static final Pattern FORM =
            Pattern.compile("([a-z][a-z0-9-]*):([A-Za-z0-9.+~_-]+)(?:/([a-z]+))?(?:!([a-z][a-z0-9-]*))?");

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

    /** Reads one; {@link UsageException} that shows the form if it is none. */
    public static ImageName parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad(text);
        }
        String variant = Optional.ofNullable(form.group(3)).orElse("production");
        return switch (variant) {
            case "production" -> of(form, Variant.PRODUCTION);
            case "development" -> of(form, Variant.DEVELOPMENT);
            default -> throw bad(text);
        };
    }

    private static ImageName of(Matcher form, Variant variant) {
        return new ImageName(form.group(1), form.group(2), variant, Optional.ofNullable(form.group(4)));
    }

    private static UsageException bad(String text) {
        return new UsageException(
                "\"%s\" names no image; expected NAME:VERSION[/production|/development][!FAULT], for example resinos:2.0.0+rev1"
                        .formatted(text));
    }

    /** Returns the same image with a planted fault. */
    public ImageName withFault(String planted) {
        return new ImageName(recipe, version, variant, Optional.of(planted));
    }

    @Override
    public String toString() {
        return recipe + ":" + version + (variant == Variant.PRODUCTION ? "" : "/" + variant.word())
                + fault.map(it -> "!" + it).orElse("");
    }
}
