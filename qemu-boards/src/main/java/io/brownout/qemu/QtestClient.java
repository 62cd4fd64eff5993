package io.brownout.qemu;

import io.brownout.board.HarnessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Reads and writes a machine's registers from outside, by QEMU's test protocol: softmmu/qtest.c, "QTest Protocol". One thread at a time; the machine should be stopped. */
final class QtestClient implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader answers;
    private final OutputStream orders;

    QtestClient(SocketChannel channel) {
        this.channel = channel;
        this.answers =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.US_ASCII));
        this.orders = Channels.newOutputStream(channel);
    }

    /** Reads a word of 32 bits at a physical address. */
    int read(long address) {
        return Long.decode(call("readl 0x%x".formatted(address))).intValue();
    }

    /** Writes a word of 32 bits at a physical address. */
    void write(long address, int value) {
        String _ = call("writel 0x%x 0x%x".formatted(address, value));
    }

    private String call(String order) {
        try {
            orders.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith("OK")) {
                throw new HarnessException("QEMU answered the order \"%s\" with \"%s\", expected OK"
                        .formatted(order, answer == null ? "the end of the connection" : answer));
            }
            return answer.substring(2).strip();
        } catch (IOException e) {
            throw new HarnessException("QEMU took no order \"%s\": %s".formatted(order, e), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new HarnessException("cannot close the test connection to QEMU: " + e.getMessage(), e);
        }
    }
}
