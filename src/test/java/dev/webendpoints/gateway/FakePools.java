package dev.webendpoints.gateway;

import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.lease.Pools;

/** Pools with one worker that is always ready, unless the test responds to the waiters itself. */
final class FakePools implements Pools {

    final AtomicInteger granted = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();
    final AtomicInteger abandoned = new AtomicInteger();
    final AtomicInteger releasedTwice = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    final Queue<LeaseWaiter> waiting = new ConcurrentLinkedQueue<>();

    volatile SocketAddress address;
    volatile String workerId = "ta-1";
    volatile Consumer<LeaseWaiter> answer = waiter -> waiter.onLease(lease());

    @Override
    public Runnable lease(FunctionKey key, String method, String callId, LeaseWaiter waiter) {
        answer.accept(waiter);
        return cancelled::incrementAndGet;
    }

    Lease lease() {
        granted.incrementAndGet();
        SocketAddress to = address;
        String id = workerId;
        AtomicBoolean given = new AtomicBoolean();
        return new Lease() {
            @Override
            public String workerId() {
                return id;
            }

            @Override
            public SocketAddress address() {
                return to;
            }

            @Override
            public void release() {
                (given.compareAndSet(false, true) ? released : releasedTwice).incrementAndGet();
            }

            @Override
            public void abandon() {
                abandoned.incrementAndGet();
                release();
            }

            @Override
            public void cancel() {
                abandon();
            }
        };
    }

    @Override
    public int workers(String functionId) {
        return 0;
    }

    @Override
    public void retire(String functionId) {}

    @Override
    public void explainWait(FunctionKey key) {}
}
