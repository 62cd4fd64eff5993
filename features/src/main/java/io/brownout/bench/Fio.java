package io.brownout.bench;

import io.brownout.board.ByteSize;
import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client: fio with its nbd engine, which is libnbd. The same for every server. */
final class Fio implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());

    private Fio() {}

    /** Finds it; {@link UsageException} that says what to install if it is not there, or too bare. */
    static Fio find() {
        Programs.lacks("fio", "fio").ifPresent(line -> {
            throw new UsageException(line);
        });
        Fio fio = new Fio();
        String engines = fio.said(List.of("fio", "--enghelp"));
        if (engines.lines().noneMatch(line -> line.strip().equals("nbd"))) {
            fio.close();
            throw new UsageException(
                    "expected a fio with the engine nbd, this one has none; Debian's package fio has it");
        }
        return fio;
    }

    /** Names its version, for example {@code fio-3.33}. */
    String version() {
        return said(List.of("fio", "--version")).strip();
    }

    /** Writes a whole device once, in requests of 4 KiB, so that every server has all of it in memory. */
    void fill(Path socket, ByteSize device) {
        run(socket, new Cell(Cell.Direction.WRITE, ByteSize.parse("4KiB"), 16), device, List.of());
    }

    /**
     * Does what a cell says for a time.
     *
     * @param most ends it earlier, when so many bytes have gone over the wire
     * @return requests per second
     */
    double measure(Path socket, Cell cell, ByteSize device, Duration time, ByteSize most) {
        return run(
                socket,
                cell,
                device,
                List.of("--runtime=%dms".formatted(time.toMillis()), "--io_size=" + most.bytes()));
    }

    private double run(Path socket, Cell cell, ByteSize device, List<String> limits) {
        Path result = folder.resolve("result.json");
        List<String> command = new ArrayList<>(List.of(
                "fio",
                "--name=cell",
                "--ioengine=nbd",
                "--uri=nbd+unix:///?socket=" + socket,
                "--rw=" + cell.direction().word(),
                "--bs=" + cell.block().bytes(),
                "--iodepth=" + cell.depth(),
                "--size=" + device.bytes(),
                "--thread",
                "--output-format=json",
                "--output=" + result));
        command.addAll(limits);
        said(command);
        return requestsPerSecond(result, cell);
    }

    private String said(List<String> command) {
        try (OwnProcess process = OwnProcess.start(command, folder, "said")) {
            process.await(Deadline.in(LONGEST));
            return Files.readString(folder.resolve("said"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new HarnessException("cannot read what %s said: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    private static double requestsPerSecond(Path result, Cell cell) {
        try {
            String text = Files.readString(result);
            // What fio warns of stands before its JSON.
            JsonNode job = JSON.readTree(text.substring(Math.max(0, text.indexOf('{'))))
                    .path("jobs")
                    .path(0);
            JsonNode side = job.path(cell.direction().word());
            long requests = side.path("total_ios").asLong();
            long milliseconds = side.path("runtime").asLong();
            if (job.path("error").asInt() != 0 || requests == 0 || milliseconds == 0) {
                throw new HarnessException("fio measured nothing for %s: error %s, %d requests in %d ms"
                        .formatted(cell, job.path("error"), requests, milliseconds));
            }
            return requests * 1000.0 / milliseconds;
        } catch (IOException | JacksonException e) {
            throw new HarnessException("cannot read what fio measured for %s: %s".formatted(cell, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
