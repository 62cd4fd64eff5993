package io.brownout.cli;

import io.brownout.qemu.BuiltImage;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which images are in the cache. */
@Command(
        name = "list",
        description =
                "Says which recipes there are and which images are in the cache; \"old\" ones were built from recipes that have changed since.")
final class ImageListCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    @Override
    public Integer call() {
        var images = Contexts.images(Progress.onStandardError());
        System.out.println("recipes: " + String.join(", ", images.recipes()));
        List<BuiltImage> built = images.built();
        for (BuiltImage image : built) {
            System.out.printf(
                    "%s  %-7s  %s  %s%n",
                    TIME.format(image.builtAt()), image.current() ? "current" : "old", image.name(), image.folder());
        }
        if (built.isEmpty()) {
            System.out.println("no image has been built yet; for example: ./brownout image build probe:1");
        }
        return 0;
    }
}
