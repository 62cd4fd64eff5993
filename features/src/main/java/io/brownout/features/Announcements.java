package io.brownout.features;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What the devices of one network have said of themselves so far, and what is still to be asked: who is of the subtype (RFC 6763, section 7.1), where each of those serves, and which addresses that host has. Knows no sockets. Not safe for
 * several threads.
 */
final class Announcements {
    /** An ssh server that is a ResinOS device's, as balena's documentation of the discovery of devices has it. */
    private static final Name DEVICES = name("_resin-device._sub._ssh._tcp.local.");

    private final Set<Name> devices = new TreeSet<>();
    private final TreeMap<Name, SRVRecord> servers = new TreeMap<>();
    private final TreeMap<Name, Set<InetAddress>> addresses = new TreeMap<>();

    private static Name name(String text) {
        try {
            return Name.fromString(text);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Returns the next question: always who is there, and what is not yet known of those that are. */
    Message question() {
        Message question = new Message(0); // Multicast DNS has no use for the number (RFC 6762, section 18.1).
        ask(question, DEVICES, Type.PTR);
        for (Name device : devices) {
            Optional<Name> host = Optional.ofNullable(servers.get(device)).map(SRVRecord::getTarget);
            if (host.isEmpty()) {
                ask(question, device, Type.SRV);
            } else if (!addresses.containsKey(host.get())) {
                ask(question, host.get(), Type.A);
            }
        }
        return question;
    }

    private static void ask(Message question, Name name, int type) {
        question.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
    }

    /** Learns from an answer. */
    void learn(Message answer) {
        Stream.of(Section.ANSWER, Section.ADDITIONAL)
                .flatMap(section -> answer.getSection(section).stream())
                .forEach(this::learn);
    }

    private void learn(Record record) {
        switch (record) {
            case PTRRecord pointer when pointer.getName().equals(DEVICES) -> devices.add(pointer.getTarget());
            case SRVRecord server -> servers.put(server.getName(), server);
            case ARecord address -> add(address.getName(), address.getAddress());
            case AAAARecord address -> add(address.getName(), address.getAddress());
            default -> {} // Texts, other services, proofs of what is not there.
        }
    }

    private void add(Name host, InetAddress address) {
        addresses
                .computeIfAbsent(host, ignored -> new TreeSet<>(Comparator.comparing(InetAddress::getHostAddress)))
                .add(address);
    }

    /** A label is its length and its bytes, and may be any text (RFC 6763, section 4.1.1). */
    private static String firstLabel(Name name) {
        byte[] label = name.getLabel(0);
        return new String(label, 1, label[0], StandardCharsets.UTF_8);
    }

    /** Returns those of which everything is known, by name. */
    List<FoundDevice> found() {
        List<FoundDevice> found = new ArrayList<>();
        for (Name device : devices) {
            SRVRecord server = servers.get(device);
            if (server != null && addresses.containsKey(server.getTarget())) {
                found.add(new FoundDevice(
                        firstLabel(device),
                        server.getTarget().toString(true),
                        addresses.get(server.getTarget()).stream()
                                .map(InetAddress::getHostAddress)
                                .toList(),
                        server.getPort()));
            }
        }
        return List.copyOf(found);
    }
}
