package io.brownout.card;

import io.brownout.board.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Reads a card profile from a YAML file: its faults by name, each with its parameters. What it does not know is an error, with its line. */
final class ProfileFile {
    private static final String FAULTS = "faults";
    private static final String SEEN = "seen";

    private final Path file;

    private ProfileFile(Path file) {
        this.file = file;
    }

    static boolean isOne(String name) {
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }

    /**
     * Reads a file.
     *
     * @throws UsageException if it cannot be read, or holds no profile, with the line and what was expected
     */
    static CardProfile read(Path file) {
        try {
            return new ProfileFile(file).profile(Files.readString(file));
        } catch (IOException e) {
            throw new UsageException("cannot read the card profile %s: %s".formatted(file, e), e);
        }
    }

    private CardProfile profile(String text) {
        Map<String, Node> top = entries(root(text), List.of(FAULTS, SEEN), "a card profile");
        Node faults = top.get(FAULTS);
        if (faults == null) {
            throw wrong(1, "expected the key \"%s\" with the faults of the card".formatted(FAULTS));
        }
        if (top.get(SEEN) != null) {
            scalar(top.get(SEEN));
        }
        List<CardFault> made = new ArrayList<>();
        entries(faults, List.of(), FAULTS).forEach((name, parameters) -> made.add(fault(name, parameters)));
        return new CardProfile(made);
    }

    private Node root(String text) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file.toString()).build();
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.orElseThrow(() -> wrong(1, "expected a card profile, the file is empty"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new UsageException("%s:%d: no YAML: %s".formatted(file, line, e.getProblem()), e);
        } catch (YamlEngineException e) {
            throw new UsageException("%s: no YAML: %s".formatted(file, e.getMessage()), e);
        }
    }

    private CardFault fault(String name, Node parameters) {
        FaultKind kind = at(parameters, () -> FaultKinds.named(name));
        Map<String, String> written = new LinkedHashMap<>();
        if (!isNothing(parameters)) {
            entries(parameters, List.of(), name).forEach((parameter, value) -> {
                String text = scalar(value);
                at(value, () -> {
                    kind.check(parameter, text);
                    return kind;
                });
                written.put(parameter, text);
            });
        }
        return at(parameters, () -> kind.make(written));
    }

    /** Returns the keys and values of a mapping, all of them known if {@code known} is not empty, none of them twice. */
    private Map<String, Node> entries(Node node, List<String> known, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(line(node), "expected %s as keys with values".formatted(what));
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode());
            if (!known.isEmpty() && !known.contains(key)) {
                throw wrong(
                        line(tuple.getKeyNode()),
                        "unknown key \"%s\", expected one of %s".formatted(key, String.join(", ", known)));
            }
            if (entries.put(key, tuple.getValueNode()) != null) {
                throw wrong(line(tuple.getKeyNode()), "the key \"%s\" is there twice".formatted(key));
            }
        }
        return entries;
    }

    private String scalar(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(line(node), "expected one value");
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private interface Reading<T> {
        T read();
    }

    /** Says the line of a node in what goes wrong with it. */
    private <T> T at(Node node, Reading<T> reading) {
        try {
            return reading.read();
        } catch (UsageException e) {
            throw new UsageException("%s:%d: %s".formatted(file, line(node), e.getMessage()), e);
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private UsageException wrong(int line, String message) {
        return new UsageException("%s:%d: %s".formatted(file, line, message));
    }
}
