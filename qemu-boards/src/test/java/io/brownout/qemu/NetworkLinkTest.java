package io.brownout.qemu;

import static io.brownout.qemu.LinkDirection.FROM_BOARD;
import static io.brownout.qemu.LinkDirection.TO_BOARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link between two ends that speak as QEMU does, with no board. */
class NetworkLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
    private final NetworkLink link = NetworkLink.open(folder, 1);

    @AfterEach
    void put_away() {
        link.close();
        folder.close();
    }

    private SocketChannel board() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("link-board")));
    }

    private SocketChannel world() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("link-far")));
    }

    private static byte[] frame(int length, int content) {
        byte[] frame = new byte[length];
        java.util.Arrays.fill(frame, (byte) content);
        return frame;
    }

    private static void send(SocketChannel channel, byte[] frame) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4 + frame.length);
        buffer.putInt(frame.length).put(frame).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static byte[] receive(SocketChannel channel) throws IOException {
        byte[] frame = new byte[full(channel, 4).getInt()];
        full(channel, frame.length).get(frame);
        return frame;
    }

    private static ByteBuffer full(SocketChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the link was closed");
            }
        }
        return buffer.flip();
    }

    /** A board's frame comes through once both ends are known to be connected. */
    private void connect(SocketChannel board, SocketChannel world) throws IOException {
        long before = link.counts(FROM_BOARD).frames();
        while (link.counts(FROM_BOARD).frames() == before) {
            long unheard = link.counts(FROM_BOARD).unheard();
            send(board, frame(60, 0xee));
            link.await(
                    FROM_BOARD,
                    counts -> counts.frames() > before || counts.unheard() > unheard,
                    Deadline.in(PATIENCE));
        }
        receive(world);
        long heard = link.counts(TO_BOARD).frames();
        send(world, frame(60, 0xee));
        link.await(TO_BOARD, counts -> counts.frames() > heard, Deadline.in(PATIENCE));
        receive(board);
    }

    @Test
    void frames_pass_whole_and_in_order_both_ways() throws IOException {
        try (SocketChannel board = board();
                SocketChannel world = world()) {
            connect(board, world);
            for (int i = 0; i < 100; i++) {
                send(board, frame(60 + 10 * i, i));
                send(world, frame(1514, i));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(receive(world)).isEqualTo(frame(60 + 10 * i, i));
                assertThat(receive(board)).isEqualTo(frame(1514, i));
            }
        }
    }

    @Test
    void a_delay_is_seen_in_both_directions_and_in_its_counts() throws IOException {
        try (SocketChannel board = board();
                SocketChannel world = world()) {
            connect(board, world);
            link.change(faults -> faults.delaying(Duration.ofMillis(80), Duration.ZERO));

            long begin = System.nanoTime();
            send(board, frame(60, 1));
            receive(world);
            send(world, frame(60, 2));
            receive(board);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(160));
        }
    }

    @Test
    void a_narrow_line_takes_its_time() throws IOException {
        try (SocketChannel board = board();
                SocketChannel world = world()) {
            connect(board, world);
            link.change(TO_BOARD, faults -> faults.carrying(2_000_000));

            long begin = System.nanoTime();
            for (int i = 0; i < 40; i++) {
                send(world, frame(1_500, i));
            }
            for (int i = 0; i < 40; i++) {
                receive(board);
            }

            // 60,000 bytes are 480,000 bits.
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(240), Duration.ofSeconds(5));
        }
    }

    @Test
    void lost_frames_are_counted_and_the_others_arrive() throws IOException {
        try (SocketChannel board = board();
                SocketChannel world = world()) {
            connect(board, world);
            long before = link.counts(TO_BOARD).frames();
            link.change(faults -> faults.losing(0.5));
            for (int i = 0; i < 200; i++) {
                send(world, frame(60, i));
            }

            assertThat(link.await(
                            TO_BOARD, counts -> counts.frames() - before + counts.lost() == 200, Deadline.in(PATIENCE)))
                    .isTrue();
            assertThat(link.counts(TO_BOARD).lost()).isBetween(70L, 130L);
            assertThat(link.counts(FROM_BOARD).lost()).isZero();
        }
    }

    @Test
    void a_line_that_was_cut_carries_again_once_it_is_mended() throws IOException {
        try (SocketChannel board = board();
                SocketChannel world = world()) {
            connect(board, world);
            link.cutAfter(TO_BOARD, 250);
            for (int i = 1; i <= 4; i++) {
                send(world, frame(100, i));
            }
            assertThat(link.await(TO_BOARD, counts -> counts.cut() == 2, Deadline.in(PATIENCE)))
                    .isTrue();

            link.mend();
            send(world, frame(100, 5));

            assertThat(receive(board)).isEqualTo(frame(100, 1));
            assertThat(receive(board)).isEqualTo(frame(100, 2));
            assertThat(receive(board)).isEqualTo(frame(100, 5));
        }
    }

    @Test
    void a_board_can_go_off_and_come_back() throws IOException {
        try (SocketChannel world = world()) {
            try (SocketChannel board = board()) {
                connect(board, world);
            }
            long before = link.counts(TO_BOARD).frames();
            while (link.counts(TO_BOARD).unheard() == 0) {
                send(world, frame(60, 1)); // The link may not have noticed yet; then the frame is lost on its way.
                link.await(TO_BOARD, counts -> counts.frames() > before || counts.unheard() > 0, Deadline.in(PATIENCE));
            }
            try (SocketChannel again = board()) {
                connect(again, world);
            }
        }
    }

    @Test
    void closing_it_hangs_up_at_both_ends_and_twice_is_once() throws IOException {
        try (SocketChannel board = board();
                SocketChannel world = world()) {
            connect(board, world);
            link.close();
            link.close();

            assertThatThrownBy(() -> receive(board)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> receive(world)).isInstanceOf(IOException.class);
        }
    }
}
