package dev.webendpoints.worker.process.zygote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.function.StartMode;
import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerNetwork;
import dev.webendpoints.worker.process.run.WorkerPlan;

/**
 * The zygotes of this machine, limited in number. At the limit, a new one replaces the one that was idle for longest;
 * if all have workers, the worker starts as a fresh process. Thread-safe.
 */
public final class Zygotes {

    private static final Logger LOG = Logger.getLogger(Zygotes.class);

    /** Only on Linux is forking after imports safe, and only Linux has PID file descriptors. */
    public static final boolean ARE_POSSIBLE = System.getProperty("os.name").equals("Linux");

    private final ProcessHost host;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ZygoteKey, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final UnfitZygotes unfit = new UnfitZygotes();
    private final VariableConflicts conflicts = new VariableConflicts();
    private boolean closed;

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
     * A claim on a zygote, which is not replaced while the claim is held.
     *
     * @param run run directory of the zygote
     * @param isSnapshot whether it was started for this function, with all of its variables
     */
    public record Claim(RunDirectory run, CompletableFuture<Zygote> zygote, boolean isSnapshot, Runnable release) {}

    public Zygotes(ProcessHost host, int limit) {
        this.host = host;
        this.limit = limit;
    }

    /** Claims a zygote for this worker, which may not be warm yet; empty if the worker needs a fresh process. */
    public Optional<Claim> claim(FunctionVersion version, PythonEnvironment environment) {
        lock.lock();
        try {
            Optional<ZygoteKey> suiting = suiting(version, environment);
            if (suiting.isEmpty() && version.start() != StartMode.FRESH) {
                LoaderVariables.differing(version, environment)
                        .ifPresent(variable -> onConflict(version, environment, variable));
            }
            return suiting.flatMap(key -> entry(key, version).map(entry -> claimed(key, entry)));
        } finally {
            lock.unlock();
        }
    }

    /** Logs a variable because of which a worker of this version is not forked. */
    public void onConflict(FunctionVersion version, PythonEnvironment environment, String variable) {
        lock.lock();
        try {
            conflicts.add(version, environment.python(), variable);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Entry> entry(ZygoteKey key, FunctionVersion version) {
        return Optional.ofNullable(entries.containsKey(key) || !makeRoom() ? entries.get(key) : start(key, version));
    }

    /** Warms up a zygote for future workers of this version; replaces no other zygote. */
    public void warm(FunctionVersion version, PythonEnvironment environment) {
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
    public CompletableFuture<Void> close() {
        lock.lock();
        try {
            closed = true;
            return CompletableFuture.allOf(
                    entries.values().stream().map(Entry::stop).toArray(CompletableFuture[]::new));
        } finally {
            lock.unlock();
        }
    }

    /** Returns the environments of all zygotes. */
    public Stream<PythonEnvironment> environments() {
        lock.lock();
        try {
            return entries.keySet().stream().map(ZygoteKey::environment).toList().stream();
        } finally {
            lock.unlock();
        }
    }

    private Claim claimed(ZygoteKey key, Entry entry) {
        entry.claims++;
        return new Claim(entry.run, entry.zygote, key.isSnapshot(), () -> release(entry));
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

    /** Deletes the directory when the last claim is released, since it contains the files of the zygote's workers. */
    private void deleteIfDone(Entry entry) {
        if (!entry.gone || entry.claims > 0) {
            return;
        }
        try {
            entry.run.delete(host.sandbox().asOwner());
        } catch (IOException e) {
            LOG.warnf(e, "Run directory not deleted: zygote=%s", entry.run.workerId());
        }
    }

    /** Returns null if its files cannot be created. */
    private Entry start(ZygoteKey key, FunctionVersion version) {
        if (closed) {
            return null;
        }
        try {
            Entry entry = new Entry(host.runs().createForZygote());
            if (!entry.run.isWhole()) {
                entry.run.delete(host.sandbox().asOwner());
                unfit.add(key, "the path of the data directory is too long for the sockets of its workers");
                return null;
            }
            entries.put(key, entry);
            entry.zygote = files(key, version, entry.run)
                    .thenApplyAsync(
                            done -> start(key, version, entry), host.threads().tasks());
            entry.zygote.whenComplete((started, failure) -> {
                if (failure != null) {
                    LOG.warn("Zygote failed to start; its workers start as fresh processes", failure);
                    onEnd(key, entry, null);
                }
            });
            return entry;
        } catch (IOException e) {
            LOG.warn("Zygote directory could not be created; its workers start as fresh processes", e);
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

    /** Lays out the function's files, for a snapshot. */
    private CompletableFuture<Void> files(ZygoteKey key, FunctionVersion version, RunDirectory run) {
        return key.isSnapshot()
                ? host.files().materialise(version, run.tree()).subscribeAsCompletionStage()
                : CompletableFuture.completedFuture(null);
    }

    private Zygote start(ZygoteKey key, FunctionVersion version, Entry entry) {
        FunctionVersion known = key.isSnapshot() ? version : version.withoutSecrets();
        WorkerPlan plan = new WorkerPlan(
                entry.run, known, key.environment(), host.volumes(), network(key, version), host.container());
        try {
            return Zygote.start(host, plan, key.isSnapshot(), reason -> onEnd(key, entry, reason));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the network of a zygote. A snapshot runs its function's code, so it is blocked if the function is. */
    private WorkerNetwork network(ZygoteKey key, FunctionVersion version) {
        boolean blocked = key.isSnapshot() && host.networks().of(version) == WorkerNetwork.NONE;
        return blocked ? WorkerNetwork.NONE : WorkerNetwork.MACHINE;
    }

    private void onEnd(ZygoteKey key, Entry entry, String reason) {
        lock.lock();
        try {
            entries.remove(key, entry);
            if (reason != null) {
                unfit.add(key, reason);
            }
            entry.gone = true;
            deleteIfDone(entry);
        } finally {
            lock.unlock();
        }
    }
}
