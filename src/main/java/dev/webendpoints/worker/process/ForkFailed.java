package dev.webendpoints.worker.process;

import java.io.IOException;

/** Thrown if a zygote fails to fork a worker. The worker can start as a fresh process, in a new directory. */
final class ForkFailed extends IOException {

    private static final long serialVersionUID = 1;

    ForkFailed(String reason, IOException cause) {
        super(reason, cause);
    }
}
