package io.brownout.cli;

import io.brownout.cli.NamedImage.Content;
import io.brownout.filesystem.FileListing;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what an image holds. */
@Command(
        name = "show",
        description =
                "Says what an image holds: its partitions, their files, and the Debian packages that it was made from.")
final class ImageShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "IMAGE", description = "For example resinos:2.0.0+rev1, or a raw card image of your own.")
    private String name = "";

    @Option(names = "--files", description = "Lists every file, with its kind, size and a digest.")
    private boolean files;

    @Option(names = "--packages", description = "Lists the packages with their versions.")
    private boolean packages;

    @Override
    public Integer call() {
        NamedImage named = NamedImage.find(name);
        line("image", named.image().name());
        line("digest", named.image().digest());
        line("file", named.image().path().toString());
        if (!named.image().boards().isEmpty()) {
            line("boards", String.join(", ", named.image().boards()));
        }
        for (Content content : named.contents()) {
            line(
                    "partition",
                    "%d %s: type 0x%02x, %s, %s"
                            .formatted(
                                    content.partition().number(),
                                    content.label(),
                                    content.partition().type(),
                                    content.size(),
                                    said(content.files())));
        }
        line("packages", String.valueOf(named.image().packages().size()));
        if (packages) {
            new TreeMap<>(named.image().packages()).forEach((name, version) -> line("package", name + " " + version));
        }
        if (files) {
            named.contents().forEach(this::list);
        }
        return 0;
    }

    private static String said(FileListing listing) {
        return listing.damage()
                .map(why -> "no file system that can be read: " + why)
                .orElseGet(() -> listing.files().size() + " files and folders");
    }

    private void list(Content content) {
        content.files()
                .files()
                .forEach((path, what) -> line("file", "%s%s: %s".formatted(content.label(), path, what)));
    }

    private void line(String what, String value) {
        spec.commandLine().getOut().printf("%-10s%s%n", what, value);
    }
}
