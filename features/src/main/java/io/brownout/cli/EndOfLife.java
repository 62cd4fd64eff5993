package io.brownout.cli;

import io.brownout.board.ConsoleClosedException;
import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.Deadline;
import io.brownout.board.DeviceReport;
import io.brownout.board.DeviceStory;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.card.Card;
import io.brownout.card.CardProfile;
import io.brownout.card.Dead;
import io.brownout.card.StateId;
import io.brownout.cli.WearSource.Recorded;
import io.brownout.features.ReportNotes;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.QemuBoard;
import io.brownout.wear.AgedCard;
import io.brownout.wear.CardModel;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Wears a card out with what was recorded, and boots the device from what is left.
 *
 * @param board where it is booted, on the virtual clock
 * @param card the kind of card
 * @param profile what becomes of a card whose life has ended
 */
record EndOfLife(RunSession session, BoardModel board, CardModel card, CardProfile profile, long seed) {
    private static final String NAME = "end-of-life";
    private static final Duration BOOT = Duration.ofMinutes(5);

    /** Returns the profile that {@code --age-to-end} names: one that ends the card's life later would not be at its end. */
    static CardProfile profile(String text) {
        return CardProfile.named(List.of("read-only", "dead").contains(text) ? text + ":after=0B" : text);
    }

    /** What came of it, in words and as something that was asked. */
    record Outcome(List<Gate> gates, String summary) {}

    /** Ages the card, which takes seconds to minutes, and boots it, which takes at most some minutes. */
    Outcome of(Recorded recorded, WearReport report) {
        session.progress().say("  ageing a %s card to its end of life".formatted(card.name()));
        AgedCard aged = AgedCard.toItsEnd(card, recorded.weighing().trace(), report, seed);
        session.progress().say("  " + aged.summary());
        StateId state = StateId.after(aged.end().orElseThrow().write());
        DeviceStory story = boot(recorded, state);
        boolean boots = story.lastBoot().flatMap(boot -> boot.last("running")).isPresent();
        String said = story.reports().stream()
                .filter(it -> it.is("running") || it.values().containsValue("failed") || it.is("firmware"))
                .map(DeviceReport::toString)
                .collect(Collectors.joining("; "));
        return new Outcome(
                gates(boots, said),
                "end of life, %s; then %s from %s on a card that is %s, it says: %s"
                        .formatted(
                                aged.summary(),
                                boots ? "the device boots" : "the device does not boot",
                                state,
                                profile.name(),
                                said.isEmpty() ? "nothing" : said));
    }

    /** Nobody expects anything of a card that is dead. */
    private List<Gate> gates(boolean boots, String said) {
        return profile.faults().stream().anyMatch(Dead.class::isInstance)
                ? List.of()
                : List.of(new Gate(
                        "boots at its card's end of life",
                        (boots ? "a boot: " : "no boot: ") + (said.isEmpty() ? "it says nothing" : said),
                        boots));
    }

    private DeviceStory boot(Recorded recorded, StateId state) {
        EventSource events = new EventSource("", NAME, session.clock(), session.sink());
        Card worn = session.lifetimes()
                .own(Card.at(recorded.history(), state)
                        .name(NAME)
                        .profile(profile)
                        .seed(seed)
                        .journal(session.folder().resolve("journals").resolve(NAME))
                        .events(events)
                        .build());
        QemuBoard.Builder builder = QemuBoard.of(board)
                .card(worn)
                .clock(GuestClock.VIRTUAL)
                .seed(seed)
                .runFolder(session.folder())
                .events(new EventSource(
                        events.scenario(),
                        events.board(),
                        events.clock(),
                        events.sink().and(new ReportNotes(worn))));
        recorded.epoch().ifPresent(builder::epoch);
        QemuBoard booted = session.lifetimes().own(builder.build());
        try {
            booted.start();
            booted.await(Deadline.in(BOOT), "running");
        } catch (ConsoleTimeoutException | ConsoleClosedException e) {
            session.progress()
                    .say("  it does not boot: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        DeviceStory story = booted.story();
        session.lifetimes().release(booted);
        session.lifetimes().release(worn);
        return story;
    }
}
