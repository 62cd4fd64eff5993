package io.brownout.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of one device. Its fleet says what it is, or a file {@code apps.json} in its data folder, as preloading has it: whoever spoke last. In local mode, a developer's word counts instead as long as
 * there is one.
 *
 * <p>{@code apps.json} is taken whenever it appears, and then called {@code apps.json.preloaded}. The targets themselves are kept in the {@link StateFile}. A cut before the last rename has {@code apps.json}
 * read once more, which changes nothing.
 */
final class TargetFolder implements TargetSource, TargetPoll.TargetStore {
    static final String NEWS = "apps.json";
    static final String TAKEN = "apps.json.preloaded";
    /** Where supervisors before this one kept it. */
    static final String OLD = "target-state.json";

    private final Path folder;
    private final StateFile kept;
    private final boolean unmanaged;
    private final DeviceLog log;
    private @Nullable TargetState target;
    private @Nullable TargetState local;
    private boolean read;
    private String lastComplaint = "";

    /** Keeps the target of a device; one that is unmanaged is always in local mode. */
    TargetFolder(Path folder, StateFile kept, boolean unmanaged, DeviceLog log) {
        this.folder = folder;
        this.kept = kept;
        this.unmanaged = unmanaged;
        this.log = log;
    }

    @Override
    public synchronized Optional<TargetState> current() {
        look();
        return Optional.ofNullable(local != null && localMode() ? local : target);
    }

    @Override
    public synchronized Optional<TargetState> ofFleet() {
        look();
        return Optional.ofNullable(target);
    }

    @Override
    public synchronized Optional<String> mark() {
        return kept.state().mark();
    }

    /** Says whether a developer's word counts: the fleet has said so, or there is no fleet. */
    synchronized boolean localMode() {
        return unmanaged
                || ofFleet()
                        .flatMap(it -> it.setting("SUPERVISOR_LOCAL_MODE"))
                        .filter(it -> it.equals("1") || it.equals("true"))
                        .isPresent();
    }

    @Override
    public synchronized void take(String text, Optional<String> mark) throws IOException {
        take(text, mark, "fleet");
    }

    /** Takes what a developer wants; {@link JsonException} if it is no target, {@link IOException} if it cannot be kept. */
    synchronized void takeLocal(String text) throws IOException {
        Json parsed = Json.parse(text);
        TargetState wanted = TargetReader.read(parsed);
        kept.local(Optional.of(parsed));
        local = wanted;
        log.event("target-loaded", "from", "developer", "apps", summary(wanted));
    }

    /** Returns what counts now as it came. */
    synchronized Optional<Json> asItCame() {
        return localMode() && kept.state().local().isPresent()
                ? kept.state().local()
                : kept.state().target();
    }

    private void take(String text, Optional<String> mark, String from) throws IOException {
        Json parsed = Json.parse(text);
        TargetState wanted = TargetReader.read(parsed);
        kept.target(parsed, mark);
        target = wanted;
        log.event("target-loaded", "from", from, "apps", summary(wanted));
    }

    private void look() {
        if (!read) {
            read = true;
            target = readKept();
            local = kept.state().local().map(TargetReader::read).orElse(null);
        }
        Path news = folder.resolve(NEWS);
        if (!Files.exists(news)) {
            return;
        }
        try {
            take(Files.readString(news), Optional.empty(), NEWS);
            if (local != null) {
                kept.local(Optional.empty());
                local = null;
            }
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
            TargetState known = TargetReader.read(state.get());
            log.event("target-loaded", "from", StateFile.NAME, "apps", summary(known));
            return known;
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
