package io.brownout.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file of the user's, read strictly: what is not expected is a {@link UsageException} that begins with {@code FILE:LINE:}. */
public final class YamlValue {
    private final Path file;
    private final Node node;

    private YamlValue(Path file, Node node) {
        this.file = file;
        this.node = node;
    }

    /** Says whether a name is that of a YAML file. */
    public static boolean isFile(String name) {
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }

    /**
     * Reads a file.
     *
     * @param what it should hold, for people, for example {@code a card profile}
     * @throws UsageException if it cannot be read, is empty, or is no YAML
     */
    public static YamlValue read(Path file, String what) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file.toString()).build();
            Optional<Node> root = new Compose(settings).composeString(Files.readString(file));
            return new YamlValue(
                    file,
                    root.orElseThrow(
                            () -> new UsageException("%s:1: expected %s, the file is empty".formatted(file, what))));
        } catch (IOException e) {
            throw new UsageException("cannot read %s from %s: %s".formatted(what, file, e), e);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new UsageException("%s:%d: no YAML: %s".formatted(file, line, e.getProblem()), e);
        } catch (YamlEngineException e) {
            throw new UsageException("%s: no YAML: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Returns the keys and values of a mapping in the file's order, none of them twice.
     *
     * @param known the keys there may be; any if it is empty
     * @param what it should be, for people
     */
    public Map<String, YamlValue> entries(List<String> known, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("expected %s as keys with values".formatted(what));
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue keyed = new YamlValue(file, tuple.getKeyNode());
            String key = keyed.text();
            if (!known.isEmpty() && !known.contains(key)) {
                throw keyed.wrong("unknown key \"%s\", expected one of %s".formatted(key, String.join(", ", known)));
            }
            if (entries.put(key, new YamlValue(file, tuple.getValueNode())) != null) {
                throw keyed.wrong("the key \"%s\" is there twice".formatted(key));
            }
        }
        return entries;
    }

    /** Returns a single value as it is written. */
    public String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong("expected one value");
    }

    /** Says whether nothing stands there. */
    public boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    /** Says the line of this value in what goes wrong with it. */
    public <T> T at(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UsageException e) {
            throw new UsageException("%s:%d: %s".formatted(file, line(), e.getMessage()), e);
        }
    }

    /** Returns an error about this value. */
    public UsageException wrong(String message) {
        return new UsageException("%s:%d: %s".formatted(file, line(), message));
    }

    private int line() {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
