package io.brownout.cli;

import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Builds images. */
@Command(name = "build", description = "Builds images, or finds them in the cache, and says where they are.")
final class ImageBuildCommand implements Callable<Integer> {
    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "For example probe:1 or resinos:2.0.0+rev1.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        var images = Contexts.images(Progress.onStandardError());
        for (String name : names) {
            Image image = images.image(ImageName.parse(name));
            System.out.printf("%s %s %s%n", image.name(), image.digest(), image.path());
        }
        return 0;
    }
}
