package dev.webendpoints.gateway.relay.channel;

import java.io.IOException;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;

/** Logs a channel's failure unless it is an I/O error: connections end in many ways, but other exceptions are bugs. */
public final class ChannelFailures {

    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(ChannelFailures.class);

    private ChannelFailures() {}

    public static void report(Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("Relay handler failed, closing its connection", cause);
        }
    }
}
