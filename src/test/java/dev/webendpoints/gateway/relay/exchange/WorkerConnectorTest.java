package dev.webendpoints.gateway.relay.exchange;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.relay.admission.LeaseSource;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.channel.ReadGate;
import dev.webendpoints.lease.Lease;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerConnectorTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Workers workers = new Workers();
    private final Outcome outcome = new Outcome();
    private final WorkerConnector connector = connector(workers);

    private WorkerConnector connector(LeaseSource leases) {
        EventLoopContext loop = new EventLoopContext(channel.eventLoop());
        return new WorkerConnector(
                new ExchangeContext(loop, null, workers, null, null, 0), leases, new byte[0], outcome);
    }

    private void passPauses() {
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void anIdleConnectionIsTaken() {
        // Given
        Connection idle = new Connection();
        workers.idle.add(idle);
        // When
        connector.begin();
        // Then
        assertThat(outcome.connection).isSameAs(idle);
        assertThat(workers.opening).isEmpty();
    }

    @Test
    void withoutAnIdleConnectionOneIsOpened() {
        // Given
        connector.begin();
        Connection opened = new Connection();
        // When
        workers.opening.remove().onConnected(opened);
        // Then
        assertThat(outcome.connection).isSameAs(opened);
    }

    @Test
    void aConnectionThatIsOpenTooLateIsKeptForOthers() {
        // Given
        connector.begin();
        connector.end();
        Connection late = new Connection();
        // When
        workers.opening.remove().onConnected(late);
        // Then
        assertThat(late.kept).isTrue();
        assertThat(outcome.connection).isNull();
        assertThat(workers.released).isEqualTo(1);
    }

    @Test
    void aWorkerThatAcceptsNoConnectionIsReplaced() {
        // Given
        connector.begin();
        // When
        workers.opening.remove().onConnectFailed();
        passPauses();
        // Then
        assertThat(workers.granted).isEqualTo(2);
        assertThat(workers.released).isEqualTo(1);
    }

    @Test
    void afterTheLastAttemptTheWorkerBroke() {
        // Given
        connector.begin();
        // When
        while (!workers.opening.isEmpty()) {
            workers.opening.remove().onConnectFailed();
            passPauses();
        }
        // Then
        assertThat(outcome.failures).containsExactly(ExchangeFailure.NOT_CONNECTED);
        assertThat(workers.granted).isEqualTo(4);
    }

    @Test
    void aRefusedLeaseKeepsItsReason() {
        // Given
        GatewayResponse answer = new GatewayResponse(503, "no worker");
        WorkerConnector refused = connector((callId, waiter) -> {
            waiter.onRefused(answer, OutcomeReason.START_FAILED);
            return () -> {};
        });
        // When
        refused.begin();
        // Then
        assertThat(outcome.failures).containsExactly(new ExchangeFailure(OutcomeReason.START_FAILED, answer));
    }

    /** Grants every lease at once. */
    private static final class Workers implements LeaseSource, UpstreamSource {

        private final Queue<Upstream> idle = new ArrayDeque<>();
        private final Queue<UpstreamSource.Waiter> opening = new ArrayDeque<>();
        private int granted;
        private int released;
        private int abandoned;

        @Override
        public Runnable ask(byte[] callId, LeaseSource.Waiter waiter) {
            granted++;
            waiter.onGranted(new Lease() {
                @Override
                public String workerId() {
                    return "ta-1";
                }

                @Override
                public SocketAddress address() {
                    return InetSocketAddress.createUnresolved("worker", 1);
                }

                @Override
                public void release() {
                    released++;
                }

                @Override
                public void abandon() {
                    abandoned++;
                }

                @Override
                public void cancel() {
                    abandon();
                }
            });
            return () -> {};
        }

        @Override
        public Upstream take(String workerId) {
            return idle.poll();
        }

        @Override
        public void open(Lease lease, UpstreamSource.Waiter waiter) {
            opening.add(waiter);
        }
    }

    private static final class Outcome implements WorkerConnector.Owner {

        private final List<ExchangeFailure> failures = new ArrayList<>();
        private Upstream connection;

        @Override
        public void onWorker() {}

        @Override
        public void onConnection(Upstream found) {
            connection = found;
        }

        @Override
        public void onNoConnection(ExchangeFailure failure) {
            failures.add(failure);
        }
    }

    private static final class Connection implements Upstream {

        private boolean kept;

        @Override
        public void attach(UpstreamListener exchange) {}

        @Override
        public void detach() {}

        @Override
        public ReadGate gate() {
            return ReadGate.ofReadRequest();
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void write(ByteBuf bytes) {}

        @Override
        public void flush() {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void keep() {
            kept = true;
        }

        @Override
        public void close() {}
    }
}
