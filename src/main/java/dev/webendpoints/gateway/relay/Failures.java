package dev.webendpoints.gateway.relay;

import java.io.IOException;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;

/** What a channel's failure is worth: how connections end is not news, a bug of ours is. */
final class Failures {

    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(Failures.class);

    private Failures() {}

    static void report(Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("relay handler failed; its connection is closed", cause);
        }
    }
}
