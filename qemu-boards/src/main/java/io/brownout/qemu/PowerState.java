package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whether an emulated board has power, which QEMU runs it, and who has asked for that to end. Safe for any thread. */
final class PowerState {
    private enum Phase {
        OFF,
        STARTING,
        ON
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Phase phase = Phase.OFF;
    private @Nullable QemuProcess qemu;
    private @Nullable String cutBecause;
    private @Nullable HarnessException failure;

    boolean isOn() {
        lock.lock();
        try {
            return phase != Phase.OFF;
        } finally {
            lock.unlock();
        }
    }

    /** Goes from off to starting; false if it is on already. A start by another thread is waited for. */
    boolean beginStart() {
        lock.lock();
        try {
            while (phase == Phase.STARTING) {
                changed.await();
            }
            if (phase == Phase.ON) {
                return false;
            }
            phase = Phase.STARTING;
            cutBecause = null;
            failure = null;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted before the board was switched on", e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes over a QEMU that runs. If a cut was asked for meanwhile, it dies at its first instructions. */
    void running(QemuProcess process) {
        lock.lock();
        try {
            qemu = process;
            phase = Phase.ON;
            if (cutBecause != null) {
                process.kill();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the QEMU that runs, or ran last since the board was switched on. */
    QemuProcess current() {
        lock.lock();
        try {
            if (qemu == null) {
                throw new IllegalStateException("the board has no QEMU");
            }
            return qemu;
        } finally {
            lock.unlock();
        }
    }

    /** Kills the QEMU; the first reason given counts. Does nothing if the board is off. */
    void askForCut(String reason) {
        lock.lock();
        try {
            if (phase == Phase.OFF) {
                return;
            }
            if (cutBecause == null) {
                cutBecause = reason;
            }
            if (qemu != null) {
                qemu.kill();
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<String> cutReason() {
        lock.lock();
        try {
            return Optional.ofNullable(cutBecause);
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure that no QEMU is left, and that it was not the guest that ended it. */
    void endCurrent() {
        lock.lock();
        try {
            if (qemu != null) {
                qemu.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Goes off. What else must be true at that moment for whoever sees it off is done under the lock. */
    void off(@Nullable HarnessException why, Runnable meanwhile) {
        lock.lock();
        try {
            qemu = null;
            phase = Phase.OFF;
            failure = why;
            meanwhile.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is off; false if the deadline passes first. */
    boolean awaitOff(Deadline deadline) {
        lock.lock();
        try {
            while (phase != Phase.OFF) {
                if (deadline.passed()) {
                    return false;
                }
                boolean _ = changed.await(deadline.leftNanos(), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for the board to go off", e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns what made the harness fail since the board was switched on. */
    Optional<HarnessException> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }
}
