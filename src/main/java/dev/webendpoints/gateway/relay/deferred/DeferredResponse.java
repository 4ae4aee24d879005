package dev.webendpoints.gateway.relay.deferred;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.admission.FilterDecision;
import dev.webendpoints.gateway.relay.channel.ReadGate;
import dev.webendpoints.gateway.relay.exchange.DetachedExchange;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import dev.webendpoints.gateway.relay.exchange.FetchableResponse;
import dev.webendpoints.gateway.relay.exchange.TrackedConnection;
import dev.webendpoints.lease.Lease;
import io.netty.buffer.ByteBuf;

/**
 * The client side of an exchange whose client was redirected to fetch its response later: keeps the response.
 *
 * <pre>
 *   KEEPING ──whole──▶ WHOLE ──keep──▶ forgotten
 *      └──too long to keep, and a client fetches──▶ PASSING ──▶ forgotten
 * </pre>
 *
 * A short response is kept whole and may be fetched more than once. A long one is not read from the worker beyond the
 * bound until a client fetches it, and goes to the first client that does. Confined to the exchange's loop; the other
 * end of its socket may be on another loop.
 */
final class DeferredResponse implements FetchableResponse, TrackedConnection, ResultReader.Source {

    /** Where it is kept. */
    interface Owner {

        ResultLimits limits();

        /** Returns the socket on which fetches are served. */
        SocketAddress address();

        /** Nobody can fetch it any more. */
        void forget(DeferredResponse response);
    }

    private enum Stage {
        KEEPING,
        PASSING,
        WHOLE,
        FORGOTTEN
    }

    private final Owner results;
    private final EventLoopContext loop;
    private final DetachedExchange exchange;
    private final String callId;
    private final String endpointId;
    private final String workspaceId;
    private final ReadGate gate = ReadGate.ofReadRequest();
    private final List<ResultReader> waiting = new ArrayList<>();
    private final KeptMessage message = new KeptMessage();

    private Stage stage = Stage.KEEPING;
    private ResultReader taker;

    DeferredResponse(
            Owner results,
            EventLoopContext loop,
            DetachedExchange exchange,
            String callId,
            FilterDecision.Admitted terms) {
        this.results = results;
        this.loop = loop;
        this.exchange = exchange;
        this.callId = callId;
        this.endpointId = terms.endpointId();
        this.workspaceId = terms.workspaceId();
        loop.opened(this);
    }

    @Override
    public String callId() {
        return callId;
    }

    String endpointId() {
        return endpointId;
    }

    String workspaceId() {
        return workspaceId;
    }

    @Override
    public void onLoop(Runnable task) {
        try {
            loop.loop().execute(task);
        } catch (RejectedExecutionException e) {
            // The gateway has stopped and closed all its connections.
        }
    }

    // ---- clients that fetch it ----

    /** Grants immediately: a fetch requests a lease, and this response stands in for the worker. */
    @Override
    public Runnable ask(byte[] call, Waiter waiter) {
        waiter.onGranted(new Fetch(callId, results.address()));
        return () -> {};
    }

    private record Fetch(String workerId, SocketAddress address) implements Lease {

        @Override
        public void release() {}

        @Override
        public void abandon() {}

        @Override
        public void cancel() {}
    }

    @Override
    public void onReader(ResultReader reader) {
        switch (stage) {
            case WHOLE -> serve(reader);
            case PASSING, FORGOTTEN ->
                reader.end(new GatewayResponse(404, "the answer of this function call was already fetched"));
            case KEEPING -> {
                waiting.add(reader);
                passIfTooLong();
            }
        }
    }

    private void serve(ResultReader reader) {
        reader.write(message.copy(reader.wantsHeadOnly()));
        reader.end();
    }

    private void passIfTooLong() {
        if (message.length() <= results.limits().maxBytes() || waiting.isEmpty()) {
            return;
        }
        for (ResultReader reader : List.copyOf(waiting)) {
            if (reader.wantsHeadOnly()) {
                serve(reader);
            } else if (taker == null) {
                taker = reader;
                stage = Stage.PASSING;
            } else {
                onReader(reader);
            }
        }
        waiting.clear();
        if (taker != null) {
            taker.write(message.takeAll());
            taker.flush();
            exchange.onCallerWritable(taker.isWritable());
        }
    }

    @Override
    public void onReaderWritable(ResultReader reader) {
        if (reader == taker && stage == Stage.PASSING) {
            exchange.onCallerWritable(reader.isWritable());
        }
    }

    @Override
    public void onReaderGone(ResultReader reader) {
        waiting.remove(reader);
        if (reader == taker && stage == Stage.PASSING) {
            toForgotten();
            exchange.onCallerGone();
        }
    }

    // ---- the exchange ----

    @Override
    public ReadGate gate() {
        return gate;
    }

    @Override
    public boolean isWritable() {
        return taker == null ? message.length() <= results.limits().maxBytes() : taker.isWritable();
    }

    @Override
    public boolean framesBody() {
        return true;
    }

    @Override
    public void toInterimHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {}

    @Override
    public int toHead(ResponseHead head, byte[] id, ByteBuf buffer, int writableFrom, int bodyStart) {
        message.addHead(head);
        return bodyStart;
    }

    @Override
    public void write(ByteBuf bytes) {
        add(message.framed(bytes));
    }

    private void add(ByteBuf framed) {
        if (taker != null) {
            taker.write(framed);
        } else {
            message.add(framed);
            passIfTooLong();
        }
    }

    /** Does nothing: trailers are part of the chunked body. */
    @Override
    public void trailers(byte[] section) {}

    @Override
    public void flush() {
        if (taker != null) {
            taker.flush();
        }
    }

    @Override
    public void toNext() {
        ByteBuf end = message.end();
        if (end != null) {
            add(end);
        }
        if (taker != null) {
            taker.end();
            toForgotten();
        } else {
            toWhole();
        }
    }

    private void toWhole() {
        stage = Stage.WHOLE;
        loop.closed(this);
        waiting.forEach(this::serve);
        waiting.clear();
        loop.loop().schedule(this::toForgotten, results.limits().keep().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void answer(GatewayResponse answer) {
        message.replaceBy(answer);
        toWhole();
    }

    @Override
    public void toBroken() {
        if (taker != null) {
            taker.end();
            toForgotten();
        } else {
            answer(new GatewayResponse(502, "the function's answer broke off"));
        }
    }

    private void toForgotten() {
        stage = Stage.FORGOTTEN;
        loop.closed(this);
        results.forget(this);
    }

    @Override
    public boolean mayTunnel() {
        return false;
    }

    /** Never called: requests that may upgrade are not detached. */
    @Override
    public void toTunnel() {
        throw new IllegalStateException("a tunnel without a caller");
    }

    @Override
    public void toClosed() {
        toBroken();
    }

    // ---- the loop ----

    @Override
    public void onSweep(long now) {
        exchange.onSweep(now);
    }

    @Override
    public void onDrain() {
        exchange.onDrain();
    }

    @Override
    public void cut() {
        toForgotten();
        exchange.onCallerGone();
    }
}
