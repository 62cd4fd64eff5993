package io.brownout.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of one device, from whoever spoke last: a file {@code apps.json} in its data folder, as preloading has it, its fleet, or its developer.
 *
 * <p>{@code apps.json} is taken as the new target whenever it appears, and then called {@code apps.json.preloaded}. The target itself is kept in the {@link StateFile}. A cut before the last rename has {@code
 * apps.json} read once more, which changes nothing.
 */
final class TargetFolder implements TargetSource {
    static final String NEWS = "apps.json";
    static final String TAKEN = "apps.json.preloaded";
    /** Where supervisors before this one kept it. */
    static final String OLD = "target-state.json";

    private final Path folder;
    private final StateFile kept;
    private final DeviceLog log;
    private @Nullable TargetState target;
    private String lastComplaint = "";

    TargetFolder(Path folder, StateFile kept, DeviceLog log) {
        this.folder = folder;
        this.kept = kept;
        this.log = log;
    }

    @Override
    public synchronized Optional<TargetState> current() {
        takeNews();
        if (target == null) {
            target = readKept();
        }
        return Optional.ofNullable(target);
    }

    /**
     * Takes what the fleet or a developer wants from now on.
     *
     * @param mark the API's ETag; empty if it has none
     * @throws JsonException if it is no target; then the old one stays
     * @throws IOException if it cannot be kept; then the old one stays too, since this one would be lost with the power
     */
    synchronized void take(String text, Optional<String> mark, String from) throws IOException {
        Json parsed = Json.parse(text);
        TargetState read = TargetReader.read(parsed);
        kept.target(parsed, mark);
        target = read;
        log.event("target-loaded", "from", from, "apps", summary(read));
    }

    private void takeNews() {
        Path news = folder.resolve(NEWS);
        if (!Files.exists(news)) {
            return;
        }
        try {
            take(Files.readString(news), Optional.empty(), NEWS);
            Files.move(news, folder.resolve(TAKEN), StandardCopyOption.ATOMIC_MOVE);
            lastComplaint = "";
        } catch (JsonException | IOException e) {
            complain(news, e);
        }
    }

    private @Nullable TargetState readKept() {
        Path old = folder.resolve(OLD);
        try {
            Optional<Json> state = kept.state().target();
            if (state.isEmpty() && Files.exists(old)) {
                state = Optional.of(Json.parse(Files.readString(old)));
            }
            if (state.isEmpty()) {
                return null;
            }
            TargetState read = TargetReader.read(state.get());
            log.event("target-loaded", "from", StateFile.NAME, "apps", summary(read));
            return read;
        } catch (JsonException | IOException e) {
            complain(old, e);
            return null;
        }
    }

    /** Once for each new trouble: the loop comes by every few seconds. */
    private void complain(Path file, Exception trouble) {
        String complaint = file.getFileName() + ": " + trouble;
        if (!complaint.equals(lastComplaint)) {
            lastComplaint = complaint;
            String why = trouble instanceof JsonException ? String.valueOf(trouble.getMessage()) : trouble.toString();
            log.event("target-unreadable", "file", file, "error", why, "then", "what runs goes on");
        }
    }

    private static String summary(TargetState target) {
        StringBuilder out = new StringBuilder();
        for (TargetState.App app : target.apps()) {
            for (TargetState.Service service : app.services()) {
                out.append(out.isEmpty() ? "" : ",")
                        .append(app.name())
                        .append('/')
                        .append(service.name())
                        .append('@')
                        .append(app.commit());
            }
        }
        return out.isEmpty() ? "none" : out.toString();
    }
}
