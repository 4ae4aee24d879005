package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * The caller's side of an exchange. An HTTP/1.1 connection is one; an HTTP/2 stream can be another, and the exchange
 * does not know the difference. All calls on the exchange's event loop.
 */
interface Front {

    ReadGate gate();

    /** Whether the caller takes more at present. */
    boolean isWritable();

    /** Whether chunk framing passes as it is; otherwise the front gets data only. */
    boolean framesBody();

    /** Takes a 1xx head; the bytes before {@code bodyStart} are its. */
    void toInterimHead(ResponseHead head, ByteBuf buffer, int floor, int bodyStart);

    /**
     * Takes the final head, or a 101.
     *
     * @param callId for {@code modal-function-call-id}
     * @param floor the first index of the buffer that nobody else still reads
     * @return from which index on the buffer's bytes are still to be written: {@code bodyStart}, or earlier when the
     *     head was put in front of the body
     */
    int toHead(ResponseHead head, byte[] callId, ByteBuf buffer, int floor, int bodyStart);

    /** Takes a run of bytes; releases them. */
    void write(ByteBuf bytes);

    /** Takes the trailer section behind a body that was not framed; the lines and the empty one that ends them. */
    void trailers(byte[] section);

    void flush();

    /** The answer is complete, or was ours: on to the next request. */
    void toNext();

    /** Answers for the gateway itself, when nothing of an answer was written yet, and goes on to the next request. */
    void answer(Answer answer);

    /** The answer broke off: the caller must see that. */
    void toBroken();

    /** Whether a tunnel may be opened: not when the caller has sent bytes before it was agreed on. */
    boolean mayTunnel();

    /** A 101 was written: bytes from now on are the tunnel's. */
    void toTunnel();

    /** The tunnel ended, on the other side or by a deadline. */
    void toClosed();
}
