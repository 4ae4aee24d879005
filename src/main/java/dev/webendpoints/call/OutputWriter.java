package dev.webendpoints.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import dev.webendpoints.call.store.InputOutcome;
import dev.webendpoints.call.store.InputRows;
import dev.webendpoints.database.DatabaseUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Writes the outputs of inputs, those that arrive during one statement with the next. Keeps them while the database is
 * unreachable. Confined to the dispatcher's event loop.
 */
final class OutputWriter {

    private static final Logger LOG = Logger.getLogger(OutputWriter.class);
    private static final int BATCH = 256;
    private static final int BATCH_BYTES = 8 << 20;
    private static final long RETRY_MILLIS = 1_000;

    private final InputRows rows;
    private final Vertx vertx;
    private final Duration kept;
    private final Consumer<InputRows.Finished> onFinished;
    private final Queue<Output> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private Promise<Void> room;
    private boolean writing;

    private record Output(String inputId, InputOutcome outcome, Runnable onWritten) {}

    /** @param onFinished called for each input that has ended with an output that was written */
    OutputWriter(InputRows rows, Vertx vertx, Duration kept, Consumer<InputRows.Finished> onFinished) {
        this.rows = rows;
        this.vertx = vertx;
        this.kept = kept;
        this.onFinished = onFinished;
    }

    /** @param onWritten called when the output was written, or another one was before */
    void write(String inputId, InputOutcome outcome, Runnable onWritten) {
        waiting.add(new Output(inputId, outcome, onWritten));
        waitingBytes += outcome.data().length();
        flush();
    }

    /** Completes when few bytes wait to be written. */
    Future<Void> room() {
        if (waitingBytes < BATCH_BYTES) {
            return Future.succeededFuture();
        }
        if (room == null) {
            room = Promise.promise();
        }
        return room.future();
    }

    private void onWritten(List<Output> batch) {
        batch.forEach(output -> waitingBytes -= output.outcome.data().length());
        if (room != null && waitingBytes < BATCH_BYTES) {
            Promise<Void> waited = room;
            room = null;
            waited.complete();
        }
    }

    private void flush() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        writing = true;
        List<Output> batch = new ArrayList<>();
        for (int bytes = 0; batch.size() < BATCH && bytes < BATCH_BYTES && !waiting.isEmpty(); ) {
            Output next = waiting.remove();
            bytes += next.outcome.data().length();
            batch.add(next);
        }
        write(batch);
    }

    private void write(List<Output> batch) {
        rows.finish(
                        batch.stream().map(Output::inputId).toList(),
                        batch.stream().map(Output::outcome).toList(),
                        kept)
                .onComplete(
                        finished -> {
                            writing = false;
                            onWritten(batch);
                            batch.forEach(output -> output.onWritten.run());
                            finished.forEach(onFinished);
                            flush();
                        },
                        failure -> {
                            Logger.Level level =
                                    DatabaseUnavailable.isCauseOf(failure) ? Logger.Level.DEBUG : Logger.Level.ERROR;
                            LOG.log(level, "Outputs not written, retrying", failure);
                            vertx.setTimer(RETRY_MILLIS, timer -> write(batch));
                        });
    }
}
