package io.brownout.board;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of a run as a file: one JSON object a line, in the order they were published, each on disk before the next is taken, so that a killed run keeps what it had.
 *
 * <p>Safe for any thread.
 */
public final class EventLog implements EventSink, AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private final OutputStream stream;
    private boolean closed;

    private EventLog(Path file, OutputStream stream) {
        this.file = file;
        this.stream = stream;
    }

    /** Creates the file, which must not exist. */
    public static EventLog create(Path file) {
        try {
            return new EventLog(file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write the run's events to %s: %s; give --out a folder that can be written"
                            .formatted(file, e),
                    e);
        }
    }

    /** Reads all events of a file. A last line that a killed run left incomplete is dropped. */
    public static List<RunEvent> read(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.endsWith("}"))
                    .map(line -> MAPPER.readValue(line, RunEvent.class))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new UsageException("cannot read the run's events from %s: %s".formatted(file, e), e);
        } catch (tools.jackson.core.JacksonException e) {
            throw new UsageException(
                    "%s holds a line that is no run event: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    @Override
    public synchronized void publish(RunEvent event) {
        if (closed) {
            return; // A board that dies while the run ends may still speak; its word is too late to matter.
        }
        try {
            // A console may say half a surrogate pair; an encoder that replaces it loses nothing that could be read.
            String line = MAPPER.writerFor(RunEvent.class).writeValueAsString(event) + "\n";
            stream.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write the run's events to %s: %s; is the disk full?".formatted(file, e), e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stream.close();
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot finish the run's events in %s: %s; is the disk full?".formatted(file, e), e);
        }
    }
}
