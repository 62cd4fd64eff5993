package io.brownout.cli;

import io.brownout.features.DeviceBrowser;
import io.brownout.features.FoundDevice;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Finds devices. */
@Command(
        name = "scan",
        description =
                "Finds the devices of the networks that this machine is in, by what they announce over mDNS. Exit code 1 if none answers.")
final class ScanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            description = "How long to listen for answers (default: ${DEFAULT-VALUE}).")
    private long within = 5;

    @Option(names = "--json", description = "Prints them as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<FoundDevice> devices = DeviceBrowser.browse(Duration.ofSeconds(within));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(devices));
        } else {
            devices.forEach(device -> out.printf(
                    "%-20s %-28s port %d  %s%n",
                    device.name(), device.host(), device.port(), String.join(" ", device.addresses())));
        }
        out.flush();
        if (devices.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "brownout: no device has answered within %d s; is one in this network, and does a firewall let mDNS (UDP port 5353) pass?%n",
                            within);
            return 1;
        }
        return 0;
    }
}
