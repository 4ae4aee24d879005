package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/**
 * Events of one worker, which a {@link WorkerRuntime} reports in this order, on any thread of its own:
 * {@code onLaunched? (onReady (onLeaving | onOutliving | onReturned)*)? (onFailed | onExited)}. The last event is reported exactly once, after all
 * processes of the worker have exited. Only {@code onLeaving} may arrive late, even after the last event, and is then
 * ignored.
 */
public interface WorkerEvents {

    /** The worker's files are prepared and its process has started: the startup time counts from here. */
    void onLaunched();

    /** @param addresses the worker's addresses by web method; the name is empty for a function */
    void onReady(Map<String, SocketAddress> addresses);

    /** The worker was ready and takes no more requests: it died or is about to. Its resources are cleaned up next. */
    void onLeaving();

    /**
     * The code of a call goes on after its response, whose end the worker withholds until {@link WorkerHandle.CallCommand#CONFIRM}.
     * The id is the worker's claim: it may be of no call.
     */
    void onOutliving(String callId);

    /** The code of a call has returned, after {@link #onOutliving} or {@link WorkerHandle.CallCommand#AWAIT_RETURN}. */
    void onReturned(String callId);

    /**
     * The worker ended before it was ready, without a request to stop.
     *
     * @param reason one sentence without paths or addresses
     * @param lastLines the last lines that it printed, oldest first
     */
    void onFailed(String reason, List<String> lastLines);

    /** The worker ended after it was ready, or after a request to stop. */
    void onExited(String reason);

    /** Forwards all events. A subclass adds what else happens at some of them. */
    abstract class Forwarding implements WorkerEvents {

        private final WorkerEvents events;

        protected Forwarding(WorkerEvents events) {
            this.events = events;
        }

        @Override
        public void onLaunched() {
            events.onLaunched();
        }

        @Override
        public void onReady(Map<String, SocketAddress> addresses) {
            events.onReady(addresses);
        }

        @Override
        public void onLeaving() {
            events.onLeaving();
        }

        @Override
        public void onOutliving(String callId) {
            events.onOutliving(callId);
        }

        @Override
        public void onReturned(String callId) {
            events.onReturned(callId);
        }

        @Override
        public void onFailed(String reason, List<String> lastLines) {
            events.onFailed(reason, lastLines);
        }

        @Override
        public void onExited(String reason) {
            events.onExited(reason);
        }
    }
}
