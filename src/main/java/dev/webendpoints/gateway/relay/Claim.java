package dev.webendpoints.gateway.relay;

import java.util.concurrent.RejectedExecutionException;

import dev.webendpoints.gateway.http1.Answer;
import io.netty.channel.EventLoop;

/**
 * One exchange's right to use a worker, from the asking to the giving back. What must hold: what was asked for is granted,
 * refused or given up; what was granted is released exactly once, also when it arrives after the giving up. Answers come
 * on any thread, and are taken on the exchange's loop.
 */
final class Claim implements Destinations.Waiter {

    private final EventLoop loop;
    private final Destinations destinations;
    private final Exchange exchange;
    private boolean waiting;
    private Runnable giveUp;
    private Grant grant;

    Claim(EventLoop loop, Destinations destinations, Exchange exchange) {
        this.loop = loop;
        this.destinations = destinations;
        this.exchange = exchange;
    }

    /** Tells the exchange {@code onWorker} or {@code onNoWorker}, perhaps before this returns. */
    void ask() {
        waiting = true;
        Runnable cancel = destinations.ask(this);
        if (waiting) {
            giveUp = cancel;
        }
    }

    /** What was granted, until {@link #end}. */
    Grant grant() {
        return grant;
    }

    @Override
    public void onGranted(Grant granted) {
        if (loop.inEventLoop()) {
            toGranted(granted);
            return;
        }
        try {
            loop.execute(() -> toGranted(granted));
        } catch (RejectedExecutionException e) {
            granted.release();
        }
    }

    private void toGranted(Grant granted) {
        if (!waiting) {
            granted.release();
            return;
        }
        toAnswered();
        grant = granted;
        exchange.onWorker();
    }

    @Override
    public void onRefused(Answer answer) {
        if (loop.inEventLoop()) {
            toRefused(answer);
            return;
        }
        try {
            loop.execute(() -> toRefused(answer));
        } catch (RejectedExecutionException e) {
            // The loop is gone, and the caller's connection with it: nobody is left to be told.
        }
    }

    private void toRefused(Answer answer) {
        if (waiting) {
            toAnswered();
            exchange.onNoWorker(answer);
        }
    }

    private void toAnswered() {
        waiting = false;
        giveUp = null;
    }

    /** Gives up waiting, or gives back what was granted. */
    void end() {
        Runnable cancel = giveUp;
        toAnswered();
        if (cancel != null) {
            cancel.run();
        }
        if (grant != null) {
            grant.release();
            grant = null;
        }
    }
}
