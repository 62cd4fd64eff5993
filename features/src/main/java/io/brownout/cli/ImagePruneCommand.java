package io.brownout.cli;

import io.brownout.qemu.BuiltImage;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Removes images that nobody will ask for again. */
@Command(
        name = "prune",
        description = "Removes from the cache the images whose recipes have changed since they were built.")
final class ImagePruneCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var images = Contexts.images(Progress.onStandardError());
        List<BuiltImage> old =
                images.built().stream().filter(image -> !image.current()).toList();
        for (BuiltImage image : old) {
            images.remove(image);
            System.out.printf("removed %s, %s%n", image.name(), image.folder());
        }
        System.out.printf("%d images removed%n", old.size());
        return 0;
    }
}
