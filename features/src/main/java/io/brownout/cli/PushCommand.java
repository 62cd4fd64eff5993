package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.features.LocalPush;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Builds and runs a folder on a development device. */
@Command(
        name = "push",
        description =
                "Builds a folder with a Dockerfile on a development device's own engine, runs it there and shows what it says, until it ends or until Ctrl-C, which leaves it running. A production device refuses.")
final class PushCommand implements Callable<Integer> {
    /** The engine port of a device whose config.json names none. */
    private static final String PORT = "2377";

    private static final Pattern ADDRESS = Pattern.compile("([^:]+)(?::([0-9]{1,5}))?");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DEVICE", description = "Its address, HOST or HOST:PORT (default port: " + PORT + ").")
    private String device = "";

    @Option(names = "--source", paramLabel = "DIR", description = "The folder (default: the current one).")
    private Path source = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What image and container are called on the device (default: the folder's name).")
    private @Nullable String name;

    @Option(names = "--detached", description = "Ends when it has been started.")
    private boolean detached;

    @Override
    public Integer call() {
        Path folder = source.toAbsolutePath().normalize();
        Path last = folder.getFileName();
        String called = name == null ? String.valueOf(last).toLowerCase(Locale.ROOT) : name;
        LocalPush push = new LocalPush(address(device), folder, called);
        push.start(this::say);
        return detached || push.follow(this::say) == 0 ? 0 : 1;
    }

    private static InetSocketAddress address(String text) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            throw new UsageException("\"%s\" is no address of a device, expected HOST or HOST:PORT".formatted(text));
        }
        int port = Integer.parseInt(parts.group(2) == null ? PORT : parts.group(2));
        if (port < 1 || port > 65535) {
            throw new UsageException("%d is no port, expected 1 to 65535".formatted(port));
        }
        return InetSocketAddress.createUnresolved(parts.group(1), port);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
