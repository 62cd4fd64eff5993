package io.brownout.card;

import io.brownout.card.CrashScript.Kind;
import io.brownout.card.CrashScript.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a script may leave on a card, worked out from the script alone, forwards, and in the plainest way. */
final class CrashModel {
    private final CrashScript script;
    private final List<Op> answered;

    CrashModel(CrashScript script) {
        this.script = script;
        this.answered = script.answered();
    }

    /** Some answered requests that count as one command, by their numbers. */
    record Command(List<Integer> ops) {}

    /** Returns what the card holds if some of the answered requests are lost. */
    long[] without(Set<Integer> lost) {
        long[] tags = new long[CrashScript.SECTORS];
        for (int sector = 0; sector < tags.length; sector++) {
            tags[sector] = CrashScript.originTag(sector);
        }
        for (int i = 0; i < answered.size(); i++) {
            if (!lost.contains(i)) {
                put(tags, i, answered.get(i).sectors());
            }
        }
        return tags;
    }

    long[] acknowledged() {
        return without(Set.of());
    }

    /** Lets the first sectors of a request land. */
    void put(long[] tags, int index, int sectors) {
        Op op = script.ops().get(index);
        for (int i = 0; op.kind().changes() && i < sectors; i++) {
            int sector = op.sector() + i;
            tags[sector] = op.kind() == Kind.WRITE ? CrashScript.tag(index, sector) : CrashScript.ZEROES;
        }
    }

    /** Says whether a completed flush, or its being forced, covers an answered request. */
    boolean isDurable(int index) {
        boolean flushed = answered.get(index).forced();
        for (int i = index; i < answered.size() && !flushed; i++) {
            flushed = answered.get(i).kind() == Kind.FLUSH;
        }
        return flushed;
    }

    /** Returns the number of the request that wrote a sector last. */
    Optional<Integer> newest(int sector) {
        for (int i = answered.size() - 1; i >= 0; i--) {
            if (writes(answered.get(i), sector)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    static boolean writes(Op op, int sector) {
        return op.kind().changes() && op.sector() <= sector && sector < op.sector() + op.sectors();
    }

    boolean isDurableSector(int sector) {
        return newest(sector).map(this::isDurable).orElse(false);
    }

    /** Returns every tag that a sector can have if nothing but what is not durable is lost, and the write in flight lands or not. */
    Set<Long> possible(int sector, boolean flushLies) {
        Set<Long> tags = new HashSet<>();
        boolean covered = false;
        for (int i = answered.size() - 1; i >= 0 && !covered; i--) {
            if (writes(answered.get(i), sector)) {
                tags.add(answered.get(i).kind() == Kind.WRITE ? CrashScript.tag(i, sector) : CrashScript.ZEROES);
                covered = isDurable(i) && !flushLies;
            }
        }
        if (!covered) {
            tags.add(CrashScript.originTag(sector));
        }
        script.inFlight()
                .filter(it -> it.kind() == Kind.WRITE && writes(it, sector))
                .ifPresent(it -> tags.add(CrashScript.tag(script.ops().size() - 1, sector)));
        return tags;
    }

    /** Returns the commands that nothing has made durable, oldest first. */
    List<Command> atRisk() {
        List<Command> commands = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        for (int i = 0; i < answered.size(); i++) {
            Op op = answered.get(i);
            if (!run.isEmpty() && !continues(answered.get(run.getLast()), op)) {
                commands.add(new Command(List.copyOf(run)));
                run.clear();
            }
            if (op.kind().changes() && !isDurable(i)) {
                run.add(i);
            }
        }
        if (!run.isEmpty()) {
            commands.add(new Command(List.copyOf(run)));
        }
        return commands;
    }

    private static boolean continues(Op before, Op op) {
        return before.kind() == Kind.WRITE
                && op.kind() == Kind.WRITE
                && before.sectors() == 1
                && op.sectors() == 1
                && !op.forced()
                && before.sector() + 1 == op.sector();
    }

    /** Returns the answered single-sector writes that are one command with the write in flight, oldest first. */
    List<Integer> sameCommand() {
        List<Command> atRisk = atRisk();
        if (script.inFlight().isEmpty() || atRisk.isEmpty()) {
            return List.of();
        }
        List<Integer> last = atRisk.getLast().ops();
        boolean directlyBefore = last.getLast() == answered.size() - 1;
        return directlyBefore
                        && continues(
                                answered.get(last.getLast()), script.inFlight().get())
                ? last
                : List.of();
    }
}
