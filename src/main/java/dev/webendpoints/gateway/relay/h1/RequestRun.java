package dev.webendpoints.gateway.relay.h1;

import dev.webendpoints.gateway.relay.channel.BodyMeter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The part of a read buffer that goes to the worker for one request.
 *
 * @param takesBuffer whether {@code bytes} is the buffer itself, whose ownership passes with it; otherwise the buffer's
 *     reader index is at the end of the request's bytes
 */
record RequestRun(ByteBuf bytes, boolean takesBuffer) {

    /**
     * @param apart a head that did not fit in the buffer, or null
     * @param start where the bytes begin
     * @param end where the meter's scan ended
     */
    static RequestRun of(ByteBuf buffer, ByteBuf apart, int start, int end, BodyMeter meter) {
        int verbatimEnd = meter.verbatimEnd();
        byte[] trailers = meter.takeTrailers();
        if (apart == null && trailers == null && end == buffer.writerIndex() && verbatimEnd == end) {
            return new RequestRun(buffer.readerIndex(start), true);
        }
        ByteBuf run = buffer.retainedSlice(start, verbatimEnd - start);
        buffer.readerIndex(end);
        if (apart != null) {
            run = Unpooled.wrappedBuffer(apart, run);
        }
        if (trailers != null) {
            run = Unpooled.wrappedBuffer(run, Unpooled.wrappedBuffer(trailers));
        }
        return new RequestRun(run, false);
    }
}
