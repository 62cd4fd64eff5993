package io.brownout.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor must know again after a cut: its targets, the API's mark of the fleet's, and its images. One file, {@code supervisor.json}, of two lines of JSON: the second one's checksum, and what is kept.
 *
 * <p>It is replaced whole (written beside, synced, renamed, its folder synced), so a cut at any write leaves the old one or the new one, and a card that has not kept what it had promised is seen by the
 * checksum. A database would write more, and need 6 MB more in the guest: docs/decisions/0013. Safe for any thread.
 */
final class StateFile implements ImageBook {
    static final String NAME = "supervisor.json";

    private final Path file;
    private final DeviceLog log;
    private @Nullable State state;
    /** What could not be written, to say it once. */
    private String lastComplaint = "";

    /**
     * What is kept.
     *
     * @param target the fleet's, or a preloaded one, as it came
     * @param mark the API's ETag of it; empty for a target that came otherwise
     * @param local what a developer wants instead, in local mode
     * @param images the book of images
     */
    record State(Optional<Json> target, Optional<String> mark, Optional<Json> local, Map<String, ServiceKey> images) {
        static final State NOTHING = new State(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

        /** Copies the map. */
        State {
            images = Map.copyOf(images);
        }
    }

    StateFile(Path folder, DeviceLog log) {
        this.file = folder.resolve(NAME);
        this.log = log;
    }

    /** Returns what is kept; reads the file once. */
    synchronized State state() {
        if (state == null) {
            state = read();
        }
        return state;
    }

    /** Keeps another target; {@link IOException} if it cannot be written, and then the old one is still kept. */
    synchronized void target(Json target, Optional<String> mark) throws IOException {
        write(new State(Optional.of(target), mark, state().local(), state().images()));
    }

    /** Keeps what a developer wants, or nothing; {@link IOException} as above. */
    synchronized void local(Optional<Json> local) throws IOException {
        write(new State(state().target(), state().mark(), local, state().images()));
    }

    @Override
    public synchronized Map<String, ServiceKey> known() {
        return state().images();
    }

    @Override
    public synchronized void note(Map<String, ServiceKey> images) {
        Map<String, ServiceKey> all = new HashMap<>(state().images());
        all.putAll(images);
        images(all);
    }

    @Override
    public synchronized void forget(String reference) {
        Map<String, ServiceKey> all = new HashMap<>(state().images());
        all.remove(reference);
        images(all);
    }

    private void images(Map<String, ServiceKey> images) {
        State before = state();
        if (before.images().equals(images)) {
            return; // Each write wears the card.
        }
        State after = new State(before.target(), before.mark(), before.local(), images);
        try {
            write(after);
        } catch (IOException e) {
            state = after; // An image that is forgotten stays on the card, no more.
            if (!lastComplaint.equals(e.toString())) {
                lastComplaint = e.toString();
                log.event("state-not-kept", "file", file, "error", e);
            }
        }
    }

    private void write(State next) throws IOException {
        replace(file, written(next));
        state = next;
        lastComplaint = "";
    }

    private State read() {
        try {
            return Files.exists(file) ? parsed(Files.readString(file)) : State.NOTHING;
        } catch (IOException | JsonException e) {
            log.event(
                    "state-unreadable", "file", file, "error", String.valueOf(e.getMessage()), "then", "none is known");
            return State.NOTHING;
        }
    }

    private static String written(State state) {
        Map<String, String> images = new TreeMap<>();
        state.images().forEach((reference, service) -> images.put(reference, service.toString()));
        String content = Json.object(
                        "target", state.target(), "mark", state.mark(), "local", state.local(), "images", images)
                .written();
        return Json.object("version", 1, "checksum", checksum(content)).written() + "\n" + content + "\n";
    }

    private static State parsed(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 3 || !lines[2].isEmpty()) {
            throw new JsonException("expected two lines, saw " + text.length() + " characters that are something else");
        }
        Json head = Json.parse(lines[0]);
        String content = lines[1];
        if (head.at("version").flatMap(Json::asLong).orElse(0L) != 1
                || head.at("checksum").flatMap(Json::asLong).orElse(-1L) != checksum(content)) {
            throw new JsonException("expected version 1 and the checksum " + checksum(content) + ", saw " + lines[0]);
        }
        Json state = Json.parse(content);
        Map<String, ServiceKey> images = new HashMap<>();
        ServiceReader.texts(state, "images")
                .forEach((reference, service) -> images.put(reference, ServiceKey.parse(service)));
        return new State(state.at("target"), state.at("mark").flatMap(Json::asText), state.at("local"), images);
    }

    private static long checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    /** Puts a file in place whole or not at all, whenever the power goes. */
    static void replace(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true); // Linux syncs folders so; elsewhere nobody runs this.
        }
    }
}
