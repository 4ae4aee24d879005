package dev.webendpoints.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.call.store.HistoryQuestion;
import dev.webendpoints.call.store.InputCounts;
import dev.webendpoints.call.store.InputEntry;
import dev.webendpoints.call.store.InputHistory;
import dev.webendpoints.database.ReactiveCalls;
import io.smallrye.mutiny.Uni;

/** Lists and counts the inputs of functions. A workspace sees its own only. */
@ApplicationScoped
public class CallHistory {

    private final InputHistory history;

    CallHistory(CallDispatcher dispatcher) {
        this.history = dispatcher.store().history();
    }

    /** Returns the newest inputs, newest first, whatever the range of the question. */
    public Uni<List<InputEntry>> newest(HistoryQuestion question, int limit) {
        return ReactiveCalls.answer(
                () -> history.newest(question.workspaceId(), question.functionId(), question.queue(), limit));
    }

    /** Returns inputs that were submitted in the range, oldest first. */
    public Uni<List<InputEntry>> range(HistoryQuestion question, int limit) {
        return ReactiveCalls.answer(() -> history.range(question, limit));
    }

    /** Returns the numbers of inputs that were submitted in the range, by the second since 1970 where a bucket begins. */
    public Uni<Map<Long, Long>> buckets(HistoryQuestion question, int seconds) {
        return ReactiveCalls.answer(() -> history.buckets(question, seconds));
    }

    /** @param workerId null for all */
    public Uni<InputCounts> count(HistoryQuestion question, String workerId) {
        return ReactiveCalls.answer(() -> history.count(question, workerId));
    }

    /** Returns the numbers of an app's inputs that have ended in the range, by function. */
    public Uni<Map<String, InputHistory.Ended>> ofApp(String workspaceId, String appId, Instant since, Instant until) {
        return ReactiveCalls.answer(() -> history.ofApp(workspaceId, appId, since, until));
    }
}
