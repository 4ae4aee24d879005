package dev.webendpoints.gateway.relay.channel;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.internal.PlatformDependent;

/**
 * Chooses how much of a response an HTTP/1.1 client may leave unread before its worker's connection is paused. While more
 * than half of the direct memory is in use, new responses get small buffers, so that clients that do not read cannot take
 * all of it: the other half has room for many times their number.
 */
public final class WriteBufferMarks {

    /**
     * Limits of a connection. Above the high mark the other side is no longer read; below the low mark reading resumes.
     * Bounds the memory that a slow reader can consume, in bytes per connection and direction.
     */
    public static final WriteBufferWaterMark CONNECTION = new WriteBufferWaterMark(256 * 1024, 512 * 1024);

    /** Limits of an HTTP/2 stream. A connection may have a hundred of them. */
    public static final WriteBufferWaterMark STREAM = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    /** The part of the direct memory that is given in large buffers: one half. */
    private static final long LARGE_SHARE = 2;

    private static final long MAX_DIRECT = PlatformDependent.maxDirectMemory();

    private WriteBufferMarks() {}

    /** Sets the limits of the response that begins on this channel. Called on the event loop, for each response. */
    public static void adapt(Channel channel) {
        WriteBufferWaterMark marks = of(PlatformDependent.usedDirectMemory(), MAX_DIRECT);
        if (channel.config().getWriteBufferWaterMark() != marks) {
            channel.config().setWriteBufferWaterMark(marks);
        }
    }

    /**
     * Returns the limits for a new response.
     *
     * @param used direct memory in use, in bytes; negative if unknown
     * @param max direct memory that the process may use, in bytes
     */
    static WriteBufferWaterMark of(long used, long max) {
        return used > max / LARGE_SHARE ? STREAM : CONNECTION;
    }
}
