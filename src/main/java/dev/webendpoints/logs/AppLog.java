package dev.webendpoints.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One app's lines in memory: the unwritten ones, preceded by a few written ones, so that followers find new lines in
 * memory rather than on disk. Thread-safe; never waits for the disk.
 *
 * <pre>
 *   on the disk only │ written, kept for followers │ to be written
 *      … forgotten ──┘
 * </pre>
 */
final class AppLog {

    /** Maximum number of written lines to keep. Followers read older lines from the disk. */
    static final int KEPT_LINES = 200;

    /** Maximum number of characters in kept lines. Protects the heap from long lines. */
    static final int KEPT_CHARACTERS = 32 * 1024;

    /**
     * Maximum number of unwritten characters of this app. Further lines are dropped and counted, and a line reports the
     * count: a slow disk does not block workers.
     */
    static final int UNWRITTEN_CHARACTERS = 8 * 1024 * 1024;

    /** Maximum number of unwritten characters of all apps together. Protects the heap. */
    static final int UNWRITTEN_CHARACTERS_OF_ALL = 64 * 1024 * 1024;

    private static final String DROPPED = "… lines missing here: %d, which came faster than they could be written";
    private static final String UNWRITABLE = "… lines missing before this one: %d, which the server could not write";

    private final String appId;
    private final LogIds ids;
    private final AtomicLong unwrittenOfAll;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private int characters;
    private int unwritten;
    private int unwrittenCharacters;
    private long forgotten;
    private int dropped;
    private int unwritable;
    private int workers;

    AppLog(String appId, LogIds ids, AtomicLong unwrittenOfAll) {
        this.appId = appId;
        this.ids = ids;
        this.unwrittenOfAll = unwrittenOfAll;
        this.forgotten = ids.last();
    }

    String appId() {
        return appId;
    }

    // Printing ---------------------------------------------------------------------------------------------------

    /** Returns whether the writer must be notified: false while it has not yet fetched earlier lines. */
    boolean append(LogSource source, LogStream stream, String text) {
        lock.lock();
        try {
            boolean idle = unwritten == 0;
            if (unwrittenCharacters + text.length() > UNWRITTEN_CHARACTERS
                    || unwrittenOfAll.get() + text.length() > UNWRITTEN_CHARACTERS_OF_ALL) {
                dropped++;
                return false;
            }
            tellOfDropped();
            add(source, stream, text);
            return idle;
        } finally {
            lock.unlock();
            wakeFollowers();
        }
    }

    private void tellOfDropped() {
        if (dropped > 0) {
            add(new LogSource(appId, "", ""), LogStream.SYSTEM, DROPPED.formatted(dropped));
            dropped = 0;
        }
    }

    private void add(LogSource source, LogStream stream, String text) {
        lines.addLast(new LogLine(ids.next(), source, stream, text));
        characters += text.length();
        unwritten++;
        unwrittenCharacters += text.length();
        unwrittenOfAll.addAndGet(text.length());
    }

    // Writing ----------------------------------------------------------------------------------------------------

    /** Returns all unwritten lines. Called by the single writer only. */
    List<LogLine> unwritten() {
        lock.lock();
        try {
            return lines.stream().skip(lines.size() - unwritten).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The lines that {@link #unwritten} returned are on disk. Returns whether there are new unwritten ones. */
    boolean onWritten(List<LogLine> written) {
        lock.lock();
        try {
            release(written);
            tellOfDropped();
            if (unwritable > 0) {
                add(new LogSource(appId, "", ""), LogStream.SYSTEM, UNWRITABLE.formatted(unwritable));
                unwritable = 0;
            }
            return unwritten > 0;
        } finally {
            lock.unlock();
            wakeFollowers();
        }
    }

    /** The lines that {@link #unwritten} returned were not written. Returns whether there are new unwritten ones. */
    boolean onUnwritable(List<LogLine> lost) {
        lock.lock();
        try {
            release(lost);
            unwritable += lost.size();
            return unwritten > 0;
        } finally {
            lock.unlock();
        }
    }

    private void release(List<LogLine> done) {
        int length = done.stream().mapToInt(line -> line.text().length()).sum();
        unwritten -= done.size();
        unwrittenCharacters -= length;
        unwrittenOfAll.addAndGet(-length);
        while (lines.size() > unwritten && (lines.size() > KEPT_LINES || characters > KEPT_CHARACTERS)) {
            LogLine oldest = lines.removeFirst();
            characters -= oldest.text().length();
            forgotten = oldest.id();
        }
    }

    // Reading ----------------------------------------------------------------------------------------------------

    Recent recent() {
        lock.lock();
        try {
            return new Recent(List.copyOf(lines), forgotten, ids.last());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The lines in memory.
     *
     * @param forgotten all lines after this id are in memory, all others on disk
     * @param last all lines up to this id have been printed
     */
    record Recent(List<LogLine> lines, long forgotten, long last) {}

    // Following --------------------------------------------------------------------------------------------------

    void addFollower(Runnable wake) {
        followers.add(wake);
    }

    void removeFollower(Runnable wake) {
        followers.remove(wake);
    }

    private void wakeFollowers() {
        followers.forEach(Runnable::run);
    }

    void onWorkerBegins() {
        lock.lock();
        try {
            workers++;
        } finally {
            lock.unlock();
        }
    }

    void onWorkerEnds() {
        lock.lock();
        try {
            workers--;
        } finally {
            lock.unlock();
        }
        wakeFollowers();
    }

    /** Returns whether the app has no worker that could print. */
    boolean isQuiet() {
        lock.lock();
        try {
            return workers == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether this log is unused and all its lines are on disk. */
    boolean isIdle() {
        lock.lock();
        try {
            return workers == 0 && unwritten == 0 && dropped == 0 && followers.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
