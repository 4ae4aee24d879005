package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;

/**
 * The zygotes of this machine, a bounded number. When another one is wanted, the one that was idle for longest ends; when
 * all have workers, whoever asks starts afresh. Safe for several threads.
 */
final class Zygotes {

    private static final Logger LOG = Logger.getLogger(Zygotes.class);

    /** Images that cannot be forked from, of which that is remembered. */
    private static final int UNFIT_REMEMBERED = 1_000;

    /** Forking after imports is safe, and PID file descriptors are there, on Linux only. */
    static final boolean ARE_POSSIBLE = System.getProperty("os.name").equals("Linux");

    private final ProcessHost host;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ZygoteKey, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<ZygoteKey> unfit = Collections.newSetFromMap(new Newest());
    private boolean closed;

    private static final class Newest extends LinkedHashMap<ZygoteKey, Boolean> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ZygoteKey, Boolean> eldest) {
            return size() > UNFIT_REMEMBERED;
        }
    }

    private static final class Entry {

        private final RunDirectory run;
        private CompletableFuture<Zygote> zygote;
        private int claims;
        private boolean gone;

        private Entry(RunDirectory run) {
            this.run = run;
        }

        private CompletableFuture<Void> stop() {
            return zygote.thenCompose(Zygote::stop).exceptionally(neverStarted -> null);
        }
    }

    /**
     * A zygote that does not end by its own while this is held.
     *
     * @param run of the zygote
     */
    record Claim(RunDirectory run, CompletableFuture<Zygote> zygote, Runnable release) {}

    Zygotes(ProcessHost host, int limit) {
        this.host = host;
        this.limit = limit;
    }

    /** A zygote for this worker, warm or not yet; empty when it must start afresh. */
    Optional<Claim> claim(FunctionVersion version, PythonEnvironment environment) {
        lock.lock();
        try {
            return suiting(version, environment)
                    .map(key -> entries.containsKey(key) || !makeRoom() ? entries.get(key) : start(key, version))
                    .map(this::claimed);
        } finally {
            lock.unlock();
        }
    }

    /** Has one warm up for this version's workers to come; no other ends for that. */
    void warm(FunctionVersion version, PythonEnvironment environment) {
        lock.lock();
        try {
            suiting(version, environment)
                    .filter(key -> !entries.containsKey(key) && entries.size() < limit)
                    .ifPresent(key -> start(key, version));
        } finally {
            lock.unlock();
        }
    }

    private Optional<ZygoteKey> suiting(FunctionVersion version, PythonEnvironment environment) {
        return ZygoteKey.suiting(version, environment).stream()
                .filter(key -> !unfit.contains(key))
                .findFirst();
    }

    /** Ends all of them. */
    CompletableFuture<Void> close() {
        lock.lock();
        try {
            closed = true;
            return CompletableFuture.allOf(
                    entries.values().stream().map(Entry::stop).toArray(CompletableFuture[]::new));
        } finally {
            lock.unlock();
        }
    }

    /** What they run in. */
    Stream<PythonEnvironment> environments() {
        lock.lock();
        try {
            return entries.keySet().stream().map(ZygoteKey::environment).toList().stream();
        } finally {
            lock.unlock();
        }
    }

    private Claim claimed(Entry entry) {
        entry.claims++;
        return new Claim(entry.run, entry.zygote, () -> release(entry));
    }

    private void release(Entry entry) {
        lock.lock();
        try {
            entry.claims--;
            deleteIfDone(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Its workers' files are in its own directory. */
    private void deleteIfDone(Entry entry) {
        if (!entry.gone || entry.claims > 0) {
            return;
        }
        try {
            entry.run.delete(host.sandbox());
        } catch (IOException e) {
            LOG.warnf(e, "a run directory is left: zygote=%s", entry.run.workerId());
        }
    }

    /** Null when its files cannot be made. */
    private Entry start(ZygoteKey key, FunctionVersion version) {
        if (closed) {
            return null;
        }
        try {
            Entry entry = new Entry(RunDirectory.createForZygote(host.runs()));
            if (!entry.run.isWhole()) {
                entry.run.delete(host.sandbox());
                onUnfit(key, "the path of the data directory is too long for the sockets of its workers");
                return null;
            }
            entries.put(key, entry);
            entry.zygote = files(key, version, entry.run)
                    .thenApplyAsync(
                            done -> start(key, version, entry), host.threads().tasks());
            entry.zygote.whenComplete((started, failure) -> {
                if (failure != null) {
                    LOG.warn("a zygote could not be started; its workers start afresh", failure);
                    onEnd(key, entry, null);
                }
            });
            return entry;
        } catch (IOException e) {
            LOG.warn("a zygote's directory could not be made; its workers start afresh", e);
            return null;
        }
    }

    private boolean makeRoom() {
        if (entries.size() < limit) {
            return true;
        }
        Optional<ZygoteKey> idle = entries.entrySet().stream()
                .filter(entry -> entry.getValue().claims == 0)
                .map(Map.Entry::getKey)
                .findFirst();
        idle.ifPresent(key -> entries.remove(key).stop());
        return idle.isPresent();
    }

    /** Those of the function's, for a snapshot. */
    private CompletableFuture<Void> files(ZygoteKey key, FunctionVersion version, RunDirectory run) {
        return key.isSnapshot()
                ? host.files().materialise(version, run.tree()).subscribeAsCompletionStage()
                : CompletableFuture.completedFuture(null);
    }

    private Zygote start(ZygoteKey key, FunctionVersion version, Entry entry) {
        FunctionVersion known = key.isSnapshot() ? version : version.withoutSecrets();
        WorkerPlan plan = new WorkerPlan(entry.run, known, key.environment(), host.volumes(), network(key, version));
        try {
            return Zygote.start(host, plan, key.isSnapshot(), reason -> onEnd(key, entry, reason));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that has loaded a function's code runs it where the function's workers may: without a way out, if they have none. */
    private WorkerNetwork network(ZygoteKey key, FunctionVersion version) {
        boolean blocked = key.isSnapshot() && host.networks().of(version) == WorkerNetwork.NONE;
        return blocked ? WorkerNetwork.NONE : WorkerNetwork.MACHINE;
    }

    private void onEnd(ZygoteKey key, Entry entry, String reason) {
        lock.lock();
        try {
            entries.remove(key, entry);
            if (reason != null) {
                onUnfit(key, reason);
            }
            entry.gone = true;
            deleteIfDone(entry);
        } finally {
            lock.unlock();
        }
    }

    private void onUnfit(ZygoteKey key, String reason) {
        unfit.add(key);
        LOG.warnf(
                "%s: image=%s reason=%s",
                key.isSnapshot()
                        ? "there is no memory snapshot, workers start the ordinary way: function="
                                + key.snapshotOf().functionId()
                        : "an image's workers are not forked but start afresh, which takes longer",
                key.environment().python(),
                reason);
    }
}
