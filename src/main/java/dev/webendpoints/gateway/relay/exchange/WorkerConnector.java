package dev.webendpoints.gateway.relay.exchange;

import java.util.concurrent.TimeUnit;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.relay.admission.LeaseSource;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;

/**
 * Finds a connection to a worker for one exchange: requests a lease, then takes an idle connection to the leased worker
 * or opens one. Holds the lease until {@link #end}.
 *
 * <pre>
 *   LEASING ──onLease──▶ CONNECTING ──onConnected──▶ CONNECTED
 *      ▲                     │  ▲                        │
 *      ├── onConnectFailed ──┘  └──── fresh connection ──┤
 *      └────────────────────────────── another worker ───┘
 * </pre>
 *
 * From every stage, {@link #end} leads to ENDED: a connection that is opened after that goes to the pool.
 */
final class WorkerConnector implements PendingLease.Owner, UpstreamSource.Waiter {

    /** Receives the connection, or the reason why there is none. */
    interface Owner {

        /** There is a worker; a connection to it follows. */
        void onWorker();

        void onConnection(Upstream connection);

        void onNoConnection(ExchangeFailure failure);
    }

    private enum Stage {
        LEASING,
        CONNECTING,
        CONNECTED,
        ENDED
    }

    private final ExchangeContext context;
    private final PendingLease pending;
    private final RetryPolicy retries = new RetryPolicy();
    private final Owner owner;
    private Stage stage = Stage.LEASING;
    private boolean workerBusy;

    /** @param callId id of the call, {@code fc-…} */
    WorkerConnector(ExchangeContext context, LeaseSource leases, byte[] callId, Owner owner) {
        this.context = context;
        this.owner = owner;
        pending = new PendingLease(context.loop.loop(), leases, callId, this);
    }

    /** Requests a lease. Calls the owner, possibly before this returns. */
    void begin() {
        pending.ask();
    }

    /** Returns whether no worker is leased. */
    boolean isLeasing() {
        return stage == Stage.LEASING;
    }

    @Override
    public void onLease() {
        owner.onWorker();
        stage = Stage.CONNECTING;
        Upstream idle = context.upstreams.take(pending.lease().workerId());
        if (idle == null) {
            open();
        } else {
            retries.onConnection(true);
            toConnected(idle);
        }
    }

    @Override
    public void onNoLease(OutcomeReason reason, GatewayResponse answer) {
        owner.onNoConnection(new ExchangeFailure(reason, answer));
    }

    private void open() {
        retries.onConnection(false);
        stage = Stage.CONNECTING;
        context.upstreams.open(pending.lease(), this);
    }

    @Override
    public void onConnected(Upstream opened) {
        if (stage == Stage.CONNECTING) {
            toConnected(opened);
        } else {
            opened.keep();
        }
    }

    private void toConnected(Upstream connection) {
        stage = Stage.CONNECTED;
        workerBusy = true;
        owner.onConnection(connection);
    }

    /** Nothing was sent, so the request can go to another worker. */
    @Override
    public void onConnectFailed() {
        if (stage == Stage.CONNECTING) {
            leaseAnother(ExchangeFailure.NOT_CONNECTED);
        }
    }

    /** @param failure reported if no attempts are left */
    private void leaseAnother(ExchangeFailure failure) {
        if (!retries.mayAskAgain()) {
            owner.onNoConnection(failure);
            return;
        }
        endLease();
        stage = Stage.LEASING;
        context.loop.loop().schedule(this::leaseAfterPause, retries.nextPauseMillis(), TimeUnit.MILLISECONDS);
    }

    private void leaseAfterPause() {
        if (stage == Stage.LEASING) {
            pending.ask();
        }
    }

    /** Decides what to do after a connection ended before the response began, for a request that may be sent twice. */
    RetryPolicy.Step afterBreak() {
        return retries.afterBreak();
    }

    /**
     * Finds another connection.
     *
     * @param step from {@link #afterBreak}, not NONE
     */
    void connectAgain(RetryPolicy.Step step) {
        if (step == RetryPolicy.Step.FRESH_CONNECTION) {
            open();
        } else {
            leaseAnother(ExchangeFailure.ENDED_EARLY);
        }
    }

    /** The worker has sent the complete response. */
    void onAnswered() {
        workerBusy = false;
    }

    /** Ends the lease, or cancels the request for it. */
    void end() {
        stage = Stage.ENDED;
        endLease();
    }

    private void endLease() {
        pending.end(!workerBusy);
        workerBusy = false;
    }
}
