package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;

/** What a browser learns, and what it asks next. */
class AnnouncementsTest {
    private static final String DEVICES = "_resin-device._sub._ssh._tcp.local.";

    private final Announcements announcements = new Announcements();

    @Test
    void a_device_is_found_from_one_complete_answer() throws IOException {
        hear(pointer(DEVICES, "kitchen"), server("kitchen", "kitchen.local."), address("kitchen.local.", "192.0.2.7"));

        assertThat(announcements.found())
                .containsExactly(new FoundDevice("kitchen", "kitchen.local", List.of("192.0.2.7"), 22222));
    }

    @Test
    void what_is_missing_is_asked_for() throws IOException {
        assertThat(asked()).containsExactly(DEVICES);
        hear(pointer(DEVICES, "kitchen"));
        assertThat(asked()).containsExactly(DEVICES, "kitchen._ssh._tcp.local.");
        hear(server("kitchen", "kitchen.local."));
        assertThat(asked()).containsExactly(DEVICES, "kitchen.local.");
        assertThat(announcements.found()).isEmpty();
        hear(address("kitchen.local.", "192.0.2.7"));
        assertThat(asked()).containsExactly(DEVICES);
    }

    @Test
    void another_ssh_server_is_no_device() throws IOException {
        hear(
                pointer("_ssh._tcp.local.", "laptop"),
                server("laptop", "laptop.local."),
                address("laptop.local.", "192.0.2.8"));

        assertThat(announcements.found()).isEmpty();
    }

    @Test
    void two_of_the_same_name_are_two() throws IOException {
        for (String name : List.of("kitchen-2", "kitchen")) {
            hear(pointer(DEVICES, name), server(name, name + ".local."), address(name + ".local.", "192.0.2.7"));
        }

        assertThat(announcements.found()).extracting(FoundDevice::name).containsExactly("kitchen", "kitchen-2");
    }

    @Test
    void all_addresses_of_a_device_are_known() throws IOException {
        hear(
                pointer(DEVICES, "kitchen"),
                server("kitchen", "kitchen.local."),
                address("kitchen.local.", "192.0.2.7"),
                address("kitchen.local.", "2001:db8::7"));

        assertThat(announcements.found().getFirst().addresses()).containsExactly("192.0.2.7", "2001:db8:0:0:0:0:0:7");
    }

    private List<String> asked() {
        return announcements.question().getSection(Section.QUESTION).stream()
                .map(record -> record.getName().toString())
                .toList();
    }

    /** Through the form on the wire, so that what is told apart is what arrives. */
    private void hear(Record... records) throws IOException {
        Message answer = new Message(0);
        for (Record record : records) {
            answer.addRecord(record, record instanceof PTRRecord ? Section.ANSWER : Section.ADDITIONAL);
        }
        announcements.learn(new Message(answer.toWire()));
    }

    private static Record pointer(String service, String device) throws IOException {
        return new PTRRecord(name(service), DClass.IN, 10, name(device + "._ssh._tcp.local."));
    }

    private static Record server(String device, String host) throws IOException {
        return new SRVRecord(name(device + "._ssh._tcp.local."), DClass.IN, 10, 0, 0, 22222, name(host));
    }

    private static Record address(String host, String address) throws IOException {
        InetAddress parsed = InetAddress.getByName(address);
        return parsed.getAddress().length == 4
                ? new ARecord(name(host), DClass.IN, 10, parsed)
                : new AAAARecord(name(host), DClass.IN, 10, parsed);
    }

    private static Name name(String text) throws IOException {
        return Name.fromString(text);
    }
}
