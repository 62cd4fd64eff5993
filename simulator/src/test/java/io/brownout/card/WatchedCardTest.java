package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a board's machinery can ask of the card that it holds, besides what its guest does. */
@Timeout(60)
class WatchedCardTest {
    private static Card card() {
        return Card.blank(64 * 512).build();
    }

    @Test
    void the_request_that_was_waited_for_is_in_the_journal_and_not_answered_while_the_action_runs() throws Exception {
        try (Card card = card();
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            List<Long> sizes = new ArrayList<>();
            connection.whenAsked(3, () -> {
                sizes.add(card.journal().size());
                asked.countDown();
                awaitQuietly(goOn);
            });
            client.write(0, new byte[512]);
            client.request(0, NbdClient.READ, 0, 512, new byte[0]);
            CompletableFuture<Integer> answer = answerOf(client);
            asked.await();
            boolean answered = answer.isDone();
            goOn.countDown();

            assertThat(answer.get()).isZero();
            assertThat(answered).isFalse();
            assertThat(sizes).containsExactly(3L);
        }
    }

    private static CompletableFuture<Integer> answerOf(NbdClient client) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.answer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_number_that_has_passed_means_the_next_request_and_the_action_runs_once() throws IOException {
        try (Card card = card();
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            client.read(0, 512);
            List<Long> sizes = new ArrayList<>();
            connection.whenAsked(0, () -> sizes.add(card.journal().size()));
            client.perform(NbdClient.FLUSH, 0, 0);
            client.perform(NbdClient.TRIM, 0, 512);

            assertThat(sizes).containsExactly(3L);
        }
    }

    @Test
    void what_the_firmware_reads_is_a_request_that_no_fault_meets() throws IOException {
        try (Card card = Card.blank(64 * 512)
                .profile(CardProfile.parse("read-flaky:one-of=1,good=0"))
                .build()) {
            CardConnection connection = card.plugIn(cut -> {});
            byte[] content = connection.firmwareView().read(7, 2);
            connection.close();
            connection.firmwareView().read(9, 1);

            assertThat(content).hasSize(1024).containsOnly(0);
            assertThat(card.journal().requests().map(it -> it.kind() + " " + it.sector() + "+" + it.sectors()))
                    .containsExactly("POWER_ON 0+0", "READ 7+2", "POWER_LOST 0+0");
        }
    }
}
