package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * Receives a worker's response as it is read from an {@link Upstream}: any number of interim heads, then a head, a body
 * and its end, or a switch to another protocol and the bytes of its tunnel. The exchange implements it, and may detach
 * from the connection in any of the calls.
 */
public interface UpstreamListener {

    /** Returns whether the response is to a HEAD request, so that it has no body. */
    boolean answersHead();

    /** Returns whether chunk framing is wanted verbatim; otherwise this gets data only. */
    boolean framesBody();

    /** Bytes of a response have arrived: the worker has seen the request. Called for each buffer. */
    void onFirstByte();

    /** Takes a 1xx head, which ends before {@code bodyStart}. */
    void onInterimHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart);

    /**
     * Takes the final head.
     *
     * @param writableFrom the first index of the buffer that no earlier slice still uses
     * @return the index from which the buffer's bytes are still to be delivered: {@code bodyStart}, or earlier if the
     *     head was placed in front of the body
     */
    int onHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart);

    /**
     * Takes a 101 and what follows it in the buffer.
     *
     * @return whether the tunnel is open and the buffer taken over; otherwise the exchange has ended
     */
    boolean onSwitch(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart);

    /** Takes a run of bytes; releases it. */
    void onAnswerBytes(ByteBuf bytes);

    /** Takes the trailer section of a body without chunk framing: its lines, with the empty line that ends them. */
    void onAnswerTrailers(byte[] section);

    /** Takes bytes of an open tunnel; releases them. */
    void onTunnelAnswerBytes(ByteBuf bytes);

    /** No more bytes are available now. */
    void flushAnswer();

    /** @param reusable whether the worker accepts another request on this connection */
    void onAnswerEnd(boolean reusable);

    /** The worker's response is malformed. */
    void onAnswerRefused(ParseError refusal);

    /** The worker accepts bytes again, or does not. */
    void onUpstreamWritable(boolean writable);

    /** The worker's connection ended before its response did. */
    void onUpstreamGone();
}
