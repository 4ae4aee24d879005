package dev.webendpoints.worker.process;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

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
    private final Map<ZygoteKey, String> unfit = new LinkedHashMap<>();
    private boolean closed;

    private static final class Entry {

        private final RunDirectory run;
        private Zygote zygote;
        private int claims;
        private boolean gone;

        private Entry(RunDirectory run) {
            this.run = run;
        }
    }

    /** A zygote that does not end by its own while this is held. */
    record Claim(Zygote zygote, Runnable release) {}

    Zygotes(ProcessHost host, int limit) {
        this.host = host;
        this.limit = limit;
    }

    /** A zygote for this worker, warm or not yet. Blocks for milliseconds. */
    Optional<Claim> claim(FunctionVersion version, PythonEnvironment environment) {
        ZygoteKey key = ZygoteKey.of(version, environment);
        if (ZygoteKey.needsFreshProcess(version.environment())) {
            return Optional.empty();
        }
        lock.lock();
        try {
            Entry entry = entries.get(key);
            if (entry == null && !closed && !unfit.containsKey(key) && makeRoom()) {
                entry = start(key, version, environment);
            }
            return Optional.ofNullable(entry).map(this::claimed);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all of them. */
    CompletableFuture<Void> close() {
        lock.lock();
        try {
            closed = true;
            return CompletableFuture.allOf(entries.values().stream()
                    .map(entry -> entry.zygote)
                    .peek(Zygote::stop)
                    .map(Zygote::ended)
                    .toArray(CompletableFuture[]::new));
        } finally {
            lock.unlock();
        }
    }

    private Claim claimed(Entry entry) {
        entry.claims++;
        return new Claim(entry.zygote, () -> release(entry));
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
    private static void deleteIfDone(Entry entry) {
        if (!entry.gone || entry.claims > 0) {
            return;
        }
        try {
            entry.run.delete();
        } catch (IOException e) {
            LOG.warnf(e, "a run directory is left: zygote=%s", entry.run.workerId());
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
        idle.ifPresent(key -> entries.remove(key).zygote.stop());
        return idle.isPresent();
    }

    /** Null when that cannot be. */
    private Entry start(ZygoteKey key, FunctionVersion version, PythonEnvironment environment) {
        try {
            Entry entry = new Entry(RunDirectory.createForZygote(host.runs()));
            if (start(entry, key, version, environment)) {
                entries.put(key, entry);
                return entry;
            }
            entry.run.delete();
        } catch (IOException e) {
            LOG.warn("a zygote's directory could not be made or deleted; its workers start afresh", e);
        }
        return null;
    }

    private boolean start(Entry entry, ZygoteKey key, FunctionVersion version, PythonEnvironment environment) {
        if (!entry.run.isWhole()) {
            onUnfit(key, "the path of the data directory is too long for the sockets of its workers");
            return false;
        }
        try {
            WorkerPlan plan = new WorkerPlan(entry.run, version.withoutSecrets(), environment, host.volumes());
            entry.zygote = Zygote.start(host, plan, reason -> onEnd(key, entry, reason));
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("a zygote could not be started; its workers start afresh", e);
            return false;
        }
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
        if (unfit.size() >= UNFIT_REMEMBERED) {
            unfit.keySet().removeAll(List.copyOf(unfit.keySet()).subList(0, 1));
        }
        unfit.put(key, reason);
        LOG.warnf(
                "an image's workers are not forked but start afresh, which takes longer: image=%s reason=%s",
                key.environment().python(), reason);
    }
}
