package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.gateway.relay.channel.ReadGate;
import io.netty.buffer.ByteBuf;

/** The worker side of an exchange: a connection to a worker, which serves one exchange at a time. */
public interface Upstream {

    /** Makes an exchange the receiver of this connection's events. */
    void attach(UpstreamListener exchange);

    /** Ends the attachment: there are no more events. Called before {@link #keep} or {@link #close}. */
    void detach();

    ReadGate gate();

    /** Returns whether the worker currently accepts more bytes. */
    boolean isWritable();

    /** Writes a run of bytes; releases it. */
    void write(ByteBuf bytes);

    void flush();

    /** Ends the output after what was written; the worker may still send. */
    void shutdownOutput();

    /** Makes the connection available to other exchanges. */
    void keep();

    void close();
}
