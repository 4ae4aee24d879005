package dev.webendpoints.worker.process.control;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the answer of another process, with every way to get none as an {@link IOException}. */
public final class TimedAnswer {

    private TimedAnswer() {}

    /** Blocks until there is an answer. @throws IOException if there is none, with the reason */
    public static <T> T await(CompletableFuture<T> answer, Duration patience) throws IOException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("it did not answer within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
