package io.brownout.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target in the data folder, safe against a cut at any write.
 *
 * <p>A file {@code apps.json} is taken as the new target whenever it appears, and then called {@code apps.json.preloaded}, as balena's preloading has it. The target itself is kept in {@code
 * target-state.json}, which is replaced whole: written beside, synced, renamed, its folder synced. A cut before the last rename has {@code apps.json} read once more, which changes nothing.
 */
final class TargetFolder implements TargetSource {
    static final String NEWS = "apps.json";
    static final String TAKEN = "apps.json.preloaded";
    static final String KEPT = "target-state.json";

    private final Path folder;
    private final DeviceLog log;
    private @Nullable TargetState target;
    private String lastComplaint = "";

    TargetFolder(Path folder, DeviceLog log) {
        this.folder = folder;
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

    private void takeNews() {
        Path news = folder.resolve(NEWS);
        if (!Files.exists(news)) {
            return;
        }
        try {
            String text = Files.readString(news);
            TargetState read = TargetReader.read(Json.parse(text));
            replace(folder.resolve(KEPT), text);
            Files.move(news, folder.resolve(TAKEN), StandardCopyOption.ATOMIC_MOVE);
            target = read;
            lastComplaint = "";
            log.event("target-loaded", "file", NEWS, "apps", summary(read));
        } catch (JsonException | IOException e) {
            complain(news, e);
        }
    }

    private @Nullable TargetState readKept() {
        Path kept = folder.resolve(KEPT);
        if (!Files.exists(kept)) {
            return null;
        }
        try {
            TargetState read = TargetReader.read(Json.parse(Files.readString(kept)));
            log.event("target-loaded", "file", KEPT, "apps", summary(read));
            return read;
        } catch (JsonException | IOException e) {
            complain(kept, e);
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
