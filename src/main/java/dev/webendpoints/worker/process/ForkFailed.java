package dev.webendpoints.worker.process;

import java.io.IOException;

/** A zygote was to fork a worker, and has not. The worker can start afresh, in a new directory. */
final class ForkFailed extends IOException {

    private static final long serialVersionUID = 1;

    ForkFailed(String reason, IOException cause) {
        super(reason, cause);
    }
}
