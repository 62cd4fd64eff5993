package io.brownout.qemu;

import io.brownout.board.HarnessException;

/** QEMU was asked for something and is not there any more; whether that is a failure is for whoever asked to say. */
final class QemuEndedException extends HarnessException {
    private static final long serialVersionUID = 1L;

    QemuEndedException(String message, Throwable cause) {
        super(message, cause);
    }
}
