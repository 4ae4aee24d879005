package dev.webendpoints.call;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.call.store.CallStatus;
import dev.webendpoints.call.store.ClaimedInput;
import dev.webendpoints.call.store.InputOutcome;
import dev.webendpoints.call.store.NewInput;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.FunctionSpec.Batching;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.lease.Pools;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** Which inputs a worker gets in one request, and how each of them ends. */
class InputBatchTest {

    private static final String FUNCTION = "fu-0123456789abcdefABCDEF";
    private static final int SOON_MILLIS = 20;
    private static final int NEVER_MILLIS = 600_000;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final WorkerRequests requests = new WorkerRequests(vertx, 1_000);
    private final BlockingQueue<HttpServerRequest> received = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<String>> endings = new ConcurrentHashMap<>();
    private final List<InputRun> runs = new ArrayList<>();
    private final TestPools pools = new TestPools();
    private final OpenBatches batches = new OpenBatches(loop, pools, requests, Future::succeededFuture);
    private HttpServer worker;

    /** Grants leases on the test's worker when it is told to. */
    private final class TestPools implements Pools, Lease {

        private final BlockingQueue<LeaseWaiter> waiting = new LinkedBlockingQueue<>();
        private final List<String> ends = new CopyOnWriteArrayList<>();

        private void grant() throws InterruptedException {
            waiting.poll(10, TimeUnit.SECONDS).onLease(this);
        }

        @Override
        public Runnable lease(FunctionKey key, String method, String callId, LeaseWaiter waiter) {
            waiting.add(waiter);
            return () -> waiting.remove(waiter);
        }

        @Override
        public void retire(String functionId) {}

        @Override
        public void explainWait(FunctionKey key) {}

        @Override
        public int workers(String functionId) {
            return 0;
        }

        @Override
        public String workerId() {
            return "ta-1";
        }

        @Override
        public SocketAddress address() {
            return new InetSocketAddress("localhost", worker.actualPort());
        }

        @Override
        public void release() {
            ends.add("released");
        }

        @Override
        public void abandon() {
            ends.add("abandoned");
        }

        @Override
        public void cancel() {
            ends.add("canceled");
        }
    }

    @BeforeEach
    void startWorker() {
        worker = vertx.createHttpServer()
                .requestHandler(received::add)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        vertx.close();
    }

    private static FunctionSpec spec(int maxSize, int lingerMs) {
        return TestSpecs.batched(new Batching(maxSize, lingerMs));
    }

    private void add(FunctionSpec spec, String... ids) {
        for (String id : ids) {
            ClaimedInput input =
                    ClaimedInput.first(id, "fc-1", "ws-1", FUNCTION, new NewInput(0, "", 1, id.getBytes()));
            endings.put(id, new CompletableFuture<>());
            InputRun run = new InputRun(
                    input,
                    new PayloadMemory(1_000_000),
                    loop,
                    null,
                    null,
                    () -> {},
                    ending -> endings.get(id).complete(text(ending)));
            runs.add(run);
            loop.runOnContext(ignored -> run.start(
                    Future.succeededFuture(new CalledFunction(FUNCTION, "de-1", "ap-1", spec)),
                    pools,
                    requests,
                    batches));
        }
    }

    private static String text(RunEnding ending) {
        if (ending instanceof RunEnding.Ended ended) {
            InputOutcome outcome = ended.outcome();
            return outcome.status() + " " + outcome.data();
        }
        return ending.getClass().getSimpleName();
    }

    private HttpServerRequest request() throws InterruptedException {
        return received.poll(10, TimeUnit.SECONDS);
    }

    private static void answer(HttpServerRequest request, String... values) {
        Buffer frames = Buffer.buffer();
        for (String value : values) {
            frames.appendBuffer(frame(3, value));
        }
        request.response().end(frames.appendBuffer(frame(2, "")));
    }

    private static Buffer frame(int kind, String data) {
        return Buffer.buffer()
                .appendBytes(new byte[] {(byte) kind, 1, (byte) CallStatus.SUCCESS.number()})
                .appendInt(0)
                .appendInt(data.length())
                .appendString(data);
    }

    private String ending(String id) throws Exception {
        return endings.get(id).get(10, TimeUnit.SECONDS);
    }

    private void cancel(int run) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(ignored -> {
            runs.get(run).cancel();
            done.complete(null);
        });
        done.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aFullBatchIsOneRequestAndEachInputHasItsOwnResult() throws Exception {
        // When
        add(spec(2, NEVER_MILLIS), "in-1", "in-2");
        pools.grant();
        HttpServerRequest request = request();
        answer(request, "one", "two");
        // Then
        assertThat(request.getHeader("x-batch")).isEqualTo("2");
        assertThat(List.of(ending("in-1"), ending("in-2"))).containsExactly("SUCCESS one", "SUCCESS two");
    }

    @Test
    void aBatchThatIsNotFullGoesWhenItsFirstInputHasWaited() throws Exception {
        // When
        add(spec(10, SOON_MILLIS), "in-1");
        pools.grant();
        answer(request(), "one");
        // Then
        assertThat(ending("in-1")).isEqualTo("SUCCESS one");
    }

    @Test
    void inputsJoinWhileTheBatchWaitsForALease() throws Exception {
        // Given
        add(spec(10, 0), "in-1");
        LeaseWaiter waiter = pools.waiting.poll(10, TimeUnit.SECONDS);
        // When
        add(spec(10, 0), "in-2");
        loop.runOnContext(ignored -> waiter.onLease(pools));
        answer(request(), "one", "two");
        // Then
        assertThat(ending("in-2")).isEqualTo("SUCCESS two");
    }

    @Test
    void moreInputsThanABatchHasAreAnotherBatch() throws Exception {
        // When
        add(spec(2, SOON_MILLIS), "in-1", "in-2", "in-3");
        pools.grant();
        pools.grant();
        // Then
        assertThat(List.of(request().getHeader("x-batch"), request().getHeader("x-batch")))
                .containsExactlyInAnyOrder("2", "1");
    }

    @Test
    void anInputThatIsCanceledBeforehandIsNotSent() throws Exception {
        // Given
        add(spec(3, NEVER_MILLIS), "in-1", "in-2");
        // When
        cancel(0);
        add(spec(3, NEVER_MILLIS), "in-3", "in-4");
        pools.grant();
        answer(request(), "two", "three", "four");
        // Then
        assertThat(List.of(ending("in-1"), ending("in-2"), ending("in-4")))
                .containsExactly("Canceled", "SUCCESS two", "SUCCESS four");
    }

    @Test
    void theOthersGoOnWhenAnInputIsCanceledWhileItRuns() throws Exception {
        // Given
        add(spec(2, NEVER_MILLIS), "in-1", "in-2");
        pools.grant();
        HttpServerRequest request = request();
        // When
        cancel(0);
        answer(request, "one", "two");
        // Then
        assertThat(List.of(ending("in-1"), ending("in-2"))).containsExactly("Canceled", "SUCCESS two");
    }

    @Test
    void theCodeIsCanceledWhenEachInputIs() throws Exception {
        // Given
        add(spec(2, NEVER_MILLIS), "in-1", "in-2");
        pools.grant();
        request();
        // When
        cancel(0);
        cancel(1);
        // Then
        assertThat(pools.ends).containsExactly("canceled");
    }

    @Test
    void theInputsWithoutAResultAreLostWithTheirWorker() throws Exception {
        // Given
        add(spec(2, NEVER_MILLIS), "in-1", "in-2");
        pools.grant();
        HttpServerRequest request = request();
        // When
        request.response().setChunked(true);
        request.response()
                .write(frame(3, "one"))
                .onComplete(written ->
                        vertx.setTimer(100, later -> request.connection().close()));
        // Then
        assertThat(List.of(ending("in-1"), ending("in-2"))).containsExactly("SUCCESS one", "WorkerLost");
    }

    @Test
    void aWorkerThatSendsTooFewResultsIsLost() throws Exception {
        // Given
        add(spec(2, NEVER_MILLIS), "in-1", "in-2");
        pools.grant();
        // When
        answer(request(), "one");
        // Then
        assertThat(ending("in-2")).isEqualTo("WorkerLost");
    }

    @Test
    void aWorkerThatSendsTooManyResultsIsLost() throws Exception {
        // Given
        add(spec(1, NEVER_MILLIS), "in-1");
        pools.grant();
        // When
        answer(request(), "one", "two");
        // Then
        assertThat(ending("in-1")).isEqualTo("SUCCESS one");
        assertThat(pools.ends).doesNotContain("released");
    }
}
