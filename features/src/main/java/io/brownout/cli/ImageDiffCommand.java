package io.brownout.cli;

import io.brownout.cli.NamedImage.Content;
import io.brownout.filesystem.Partition;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says in what two images differ. */
@Command(
        name = "diff",
        description =
                "Says in what two images differ: partitions, packages and files; + only in the second, - only in the first, ~ in both but not the same. Exit code 1 if they differ.")
final class ImageDiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "A", description = "For example resinos:2.0.0+rev1, or a raw card image of your own.")
    private String first = "";

    @Parameters(paramLabel = "B")
    private String second = "";

    @Override
    public Integer call() {
        NamedImage a = NamedImage.find(first);
        NamedImage b = NamedImage.find(second);
        long differences = compare("partition ", partitions(a), partitions(b))
                + compare(
                        "package ",
                        new TreeMap<>(a.image().packages()),
                        new TreeMap<>(b.image().packages()))
                + compare("", files(a), files(b));
        if (differences == 0) {
            spec.commandLine().getOut().println("the same partitions, packages and files");
        }
        return differences == 0 ? 0 : 1;
    }

    private static SortedMap<String, String> partitions(NamedImage named) {
        SortedMap<String, String> all = new TreeMap<>();
        for (Content content : named.contents()) {
            Partition partition = content.partition();
            all.put(
                    content.label(),
                    "%d, type 0x%02x, from sector %d, %s"
                            .formatted(partition.number(), partition.type(), partition.firstSector(), content.size()));
        }
        return all;
    }

    private static SortedMap<String, String> files(NamedImage named) {
        SortedMap<String, String> all = new TreeMap<>();
        for (Content content : named.contents()) {
            content.files().files().forEach((path, what) -> all.put(content.label() + path, what));
        }
        return all;
    }

    /** Prints what differs in the order of the names, and counts it. */
    private long compare(String kind, SortedMap<String, String> a, SortedMap<String, String> b) {
        SortedMap<String, String> lines = new TreeMap<>();
        a.forEach((name, what) -> {
            String other = b.get(name);
            if (other == null) {
                lines.put(name, "- %s%s: %s".formatted(kind, name, what));
            } else if (!other.equals(what)) {
                lines.put(name, "~ %s%s: %s -> %s".formatted(kind, name, what, other));
            }
        });
        b.forEach((name, what) -> {
            if (!a.containsKey(name)) {
                lines.put(name, "+ %s%s: %s".formatted(kind, name, what));
            }
        });
        lines.values().forEach(spec.commandLine().getOut()::println);
        return lines.size();
    }
}
