package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.channel.ReadGate;
import io.netty.buffer.ByteBuf;

/**
 * The client side of an exchange: an HTTP/1.1 connection, an HTTP/2 stream or a response kept for later. The exchange
 * does not know the difference. All methods are called on the exchange's event loop.
 */
public interface Downstream {

    ReadGate gate();

    /** Returns whether the client currently accepts more bytes. */
    boolean isWritable();

    /** Returns whether chunk framing is forwarded verbatim; otherwise this gets data only. */
    boolean framesBody();

    /** Takes a 1xx head, which ends before {@code bodyStart}. */
    void toInterimHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart);

    /**
     * Takes the final head, or a 101.
     *
     * @param callId for {@code modal-function-call-id}
     * @param writableFrom the first index of the buffer that no earlier slice still uses
     * @return the index from which the buffer's bytes are still to be written: {@code bodyStart}, or earlier if the
     *     head was placed in front of the body
     */
    int toHead(ResponseHead head, byte[] callId, ByteBuf buffer, int writableFrom, int bodyStart);

    /** Writes a run of bytes; releases it. */
    void write(ByteBuf bytes);

    /** Writes the trailer section of a body without chunk framing: its lines, with the empty line that ends them. */
    void trailers(byte[] section);

    void flush();

    /** The response is complete, or was the gateway's own: continues with the next request. */
    void toNext();

    /** Sends a response of the gateway's own, if nothing was written yet, and continues with the next request. */
    void answer(GatewayResponse answer);

    /** The response broke off: makes this visible to the client. */
    void toBroken();

    /** Returns whether a tunnel may be opened: not if the client sent bytes before the switch was agreed on. */
    boolean mayTunnel();

    /** A 101 was written: subsequent bytes belong to the tunnel. */
    void toTunnel();

    /** The tunnel ended, on the worker's side or by a deadline. */
    void toClosed();
}
