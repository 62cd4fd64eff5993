package io.brownout.qemu;

import io.brownout.board.Deadline;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A line between the network card of a board and the world, which carries whole Ethernet frames and can be bad: slow, lossy, narrow, cut. What it does can be changed while the board runs, for each direction of its own.
 *
 * <p>Both ends are UNIX stream sockets at which a QEMU connects. A frame that nobody is there to take is lost and counted. Which frames are lost is decided by its seed and their order; when they come is not. Safe for any thread; it has
 * four threads.
 */
public final class NetworkLink implements AutoCloseable {
    private final LinkEnd boardEnd;
    private final LinkEnd farEnd;
    private final LinkLane toBoard;
    private final LinkLane fromBoard;

    private NetworkLink(Path boardEnd, Path farEnd, long seed) {
        // The ends and lanes know each other: a frame can only come once all four are there, since nobody knows of the
        // sockets before.
        LinkEnd[] ends = new LinkEnd[2];
        this.toBoard = new LinkLane("to the board", seed, frame -> ends[0].send(frame));
        this.fromBoard = new LinkLane("from the board", seed + 1, frame -> ends[1].send(frame));
        this.boardEnd = LinkEnd.open(boardEnd, fromBoard::accept);
        this.farEnd = LinkEnd.open(farEnd, toBoard::accept);
        ends[0] = this.boardEnd;
        ends[1] = this.farEnd;
    }

    /** Opens one without faults, whose ends are sockets in a folder. */
    public static NetworkLink open(PrivateFolder folder, long seed) {
        return new NetworkLink(folder.resolve("link-board"), folder.resolve("link-far"), seed);
    }

    /** Returns the options of QEMU's network backend at the board's end, but for its id. */
    public String atBoard() {
        return boardEnd.backend();
    }

    /** Returns the options of QEMU's network backend at the far end, but for its id. */
    public String atFarEnd() {
        return farEnd.backend();
    }

    private LinkLane lane(LinkDirection direction) {
        return switch (direction) {
            case TO_BOARD -> toBoard;
            case FROM_BOARD -> fromBoard;
        };
    }

    /** Returns what it does to the frames of a direction. */
    public LinkFaults faults(LinkDirection direction) {
        return lane(direction).faults();
    }

    /** Changes what it does to the frames of both directions. */
    public void change(UnaryOperator<LinkFaults> faults) {
        for (LinkDirection direction : LinkDirection.values()) {
            change(direction, faults);
        }
    }

    /** Changes what it does to the frames of one direction. Those that are on their way arrive as they would have. */
    public void change(LinkDirection direction, UnaryOperator<LinkFaults> faults) {
        lane(direction).change(schedule -> schedule.become(faults.apply(schedule.faults())));
    }

    /** Carries so many bytes more in a direction; the frame that would be more, and all that come after it, are lost until it is mended. */
    public void cutAfter(LinkDirection direction, long bytes) {
        lane(direction).change(schedule -> schedule.cutAfter(bytes));
    }

    /** Undoes all cuts. */
    public void mend() {
        for (LinkDirection direction : LinkDirection.values()) {
            lane(direction).change(LinkSchedule::mend);
        }
    }

    /** Returns what it has done in a direction until now. */
    public LinkCounts counts(LinkDirection direction) {
        return lane(direction).counts();
    }

    /** Waits until what it has done in a direction is so, and says whether it was by the deadline. */
    public boolean await(LinkDirection direction, Predicate<LinkCounts> state, Deadline deadline) {
        return lane(direction).await(state, deadline);
    }

    @Override
    public void close() {
        toBoard.close();
        fromBoard.close();
        try (farEnd) {
            boardEnd.close();
        }
    }
}
