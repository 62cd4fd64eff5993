package io.brownout.bench;

import io.brownout.board.ByteSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program that serves a block device over NBD at a UNIX socket: ours, and those it is measured against. */
sealed interface Peer {
    /** Names it as people know it. */
    String name();

    /** Returns the folder below which its data is put. */
    Path medium();

    /**
     * Returns the command that serves a device of zeroes in the foreground.
     *
     * @param data an empty folder of its own on the {@link #medium}
     */
    List<String> command(Path socket, Path data, ByteSize size);

    /** Says in a line what is missing to run it; empty if nothing is. */
    default Optional<String> lacks() {
        return Optional.empty();
    }

    /**
     * The glass card in a process of its own, with every request in its journal.
     *
     * @param program starts Brownout, without a subcommand
     * @param medium where the journal lies
     */
    record GlassCard(List<String> program, Path medium) implements Peer {
        public GlassCard {
            program = List.copyOf(program);
        }

        @Override
        public String name() {
            return "glass card, journal on " + Medium.of(medium);
        }

        @Override
        public List<String> command(Path socket, Path data, ByteSize size) {
            List<String> command = new ArrayList<>(program);
            command.addAll(List.of("card", "serve", "--size", size.toString(), "--socket", socket.toString()));
            command.addAll(List.of("--journal", data.resolve("journal").toString()));
            return command;
        }
    }

    /**
     * nbdkit with its plugin that keeps everything in memory.
     *
     * @param threads that answer requests; nbdkit's own number if it is not said. One avoids the hand-over of the socket from thread to thread, which makes it the harder peer at depth 1
     * @param logged whether its log filter writes down each request, without content
     */
    record Nbdkit(Optional<Integer> threads, boolean logged, Path medium) implements Peer {
        @Override
        public String name() {
            return "nbdkit" + threads.map(" -t %d"::formatted).orElse("") + " memory"
                    + (logged ? " with its log filter" : "");
        }

        @Override
        public List<String> command(Path socket, Path data, ByteSize size) {
            List<String> command = new ArrayList<>(List.of("nbdkit", "--foreground", "--unix", socket.toString()));
            threads.ifPresent(count -> command.addAll(List.of("--threads", Integer.toString(count))));
            if (logged) {
                command.add("--filter=log");
            }
            command.addAll(List.of("memory", Long.toString(size.bytes())));
            if (logged) {
                command.add("logfile=" + data.resolve("requests.log"));
            }
            return command;
        }

        @Override
        public Optional<String> lacks() {
            return Programs.lacks("nbdkit", "nbdkit");
        }
    }

    /** qemu-nbd on a raw file. */
    record QemuNbd(Path medium) implements Peer {
        @Override
        public String name() {
            return "qemu-nbd, raw file on " + Medium.of(medium);
        }

        @Override
        public List<String> command(Path socket, Path data, ByteSize size) {
            Path raw = Medium.file(data.resolve("raw.img"), size);
            return List.of(
                    "qemu-nbd",
                    "--format=raw",
                    "--cache=writeback",
                    "--persistent",
                    "--shared=8",
                    "--socket=" + socket,
                    raw.toString());
        }

        @Override
        public Optional<String> lacks() {
            return Programs.lacks("qemu-nbd", "qemu-utils");
        }
    }
}
