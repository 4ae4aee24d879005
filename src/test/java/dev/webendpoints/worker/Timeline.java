package dev.webendpoints.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The events of a simulation, in order. */
final class Timeline {

    /** @param at nanoseconds since the start */
    record Moment(long at, int workers, int running, int waiting) {}

    private final List<Moment> moments = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private int mostWorkers;
    private int fewestWorkers;

    void note(long at, int workers, int running, int waiting) {
        Moment moment = new Moment(at, workers, running, waiting);
        if (!moments.isEmpty() && moments.get(moments.size() - 1).at == at) {
            moments.set(moments.size() - 1, moment);
        } else {
            moments.add(moment);
        }
        mostWorkers = Math.max(mostWorkers, workers);
        fewestWorkers = Math.min(fewestWorkers, workers);
    }

    void started(long at) {
        starts.add(at);
    }

    void waited(long nanos) {
        waits.add(nanos);
    }

    List<Moment> moments() {
        return moments;
    }

    Moment last() {
        return moments.get(moments.size() - 1);
    }

    int mostWorkers() {
        return mostWorkers;
    }

    int fewestWorkers() {
        return fewestWorkers;
    }

    /** Returns the number of worker starts since that time. */
    long startsSince(Duration since) {
        return starts.stream().filter(at -> at >= since.toNanos()).count();
    }

    int served() {
        return waits.size();
    }

    /** Returns the longest wait among this share of the requests, those that waited least. */
    Duration longestWait(double share) {
        List<Long> sorted = waits.stream().sorted().toList();
        return Duration.ofNanos(sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())));
    }
}
