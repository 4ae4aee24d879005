package dev.webendpoints.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseWaiter;

import static org.assertj.core.api.Assertions.assertThat;

class ConcurrentLeasesTest {

    private static final int CALLS = 20_000;
    private static final int THREADS = 4;

    @Test
    void noWorkerEverHasMoreThanItsShareAndNobodyIsForgotten() throws InterruptedException {
        PoolsFixture house = new PoolsFixture(CALLS);
        FunctionKey key = house.deploy("de-1");
        house.serve(key);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch served = new CountDownLatch(CALLS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);

        for (int i = 0; i < CALLS; i++) {
            String callId = "fc-" + i;
            threads.execute(() -> house.pools.lease(key, "", callId, new LeaseWaiter() {
                @Override
                public void onLease(Lease lease) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    running.decrementAndGet();
                    served.countDown();
                    threads.execute(lease::release);
                }

                @Override
                public void onRefused(LeaseRefusal refusal) {}
            }));
        }

        assertThat(served.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1);
        threads.shutdown();
    }
}
