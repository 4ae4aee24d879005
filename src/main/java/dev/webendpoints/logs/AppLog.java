package dev.webendpoints.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One app's lines in memory: those that still have to be written, and before them a few that are, so that whoever follows
 * finds new lines here and not on the disk. Safe for several threads; never waits for the disk.
 *
 * <pre>
 *   on the disk only │ written, kept for followers │ to be written
 *      … forgotten ──┘
 * </pre>
 */
final class AppLog {

    /** Lines kept after they were written. What followers have not read by then they read from the disk. */
    static final int KEPT_LINES = 200;

    /** The same in characters: it protects the heap from long lines. */
    static final int KEPT_CHARACTERS = 32 * 1024;

    /**
     * Characters of this app that may wait for the disk. Past it lines are dropped and counted, and a line says so: a
     * slow disk stops no worker.
     */
    static final int UNWRITTEN_CHARACTERS = 8 * 1024 * 1024;

    /** The same of all apps together. It protects the heap. */
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

    /** Returns whether the writer must be told: it is not when it has not yet come for the lines before. */
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

    /** For the writer, which is one: all that is to be written. */
    List<LogLine> unwritten() {
        lock.lock();
        try {
            return lines.stream().skip(lines.size() - unwritten).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The lines that {@link #unwritten} has given are on the disk. Returns whether there are more by now. */
    boolean onWritten(List<LogLine> written) {
        lock.lock();
        try {
            settle(written);
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

    /** The lines that {@link #unwritten} has given will not be on the disk. Returns whether there are more by now. */
    boolean onUnwritable(List<LogLine> lost) {
        lock.lock();
        try {
            settle(lost);
            unwritable += lost.size();
            return unwritten > 0;
        } finally {
            lock.unlock();
        }
    }

    private void settle(List<LogLine> done) {
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
     * Every line after one id.
     *
     * @param forgotten all lines after this id are here, all up to it on the disk
     * @param last no line up to this id will come any more
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

    /** Whether no worker is left that could print. */
    boolean isQuiet() {
        lock.lock();
        try {
            return workers == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody needs it: what it holds is on the disk as well. */
    boolean isIdle() {
        lock.lock();
        try {
            return workers == 0 && unwritten == 0 && dropped == 0 && followers.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
