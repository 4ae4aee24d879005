package dev.webendpoints.gateway.relay.exchange;

/** What a kept response needs of its exchange, which continues without a client. Called on the exchange's loop. */
public interface DetachedExchange {

    /** The reader of the response accepts bytes again, or does not. */
    void onCallerWritable(boolean writable);

    /** Nobody wants the response any more. */
    void onCallerGone();

    /** @param now in milliseconds on the loop's clock */
    void onSweep(long now);

    /** The server is shutting down. */
    void onDrain();
}
