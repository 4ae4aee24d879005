package dev.webendpoints.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The last lines of one function; the oldest go when either bound is reached. Safe for several threads. */
final class Ring {

    private final int maxLines;
    private final int maxCharacters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private int characters;

    Ring(int maxLines, int maxCharacters) {
        this.maxLines = maxLines;
        this.maxCharacters = maxCharacters;
    }

    void add(LogLine line) {
        lock.lock();
        try {
            lines.addLast(line);
            characters += line.text().length();
            while (lines.size() > maxLines || characters > maxCharacters) {
                characters -= lines.removeFirst().text().length();
            }
        } finally {
            lock.unlock();
        }
    }

    List<LogLine> matching(Predicate<LogLine> filter) {
        lock.lock();
        try {
            return lines.stream().filter(filter).toList();
        } finally {
            lock.unlock();
        }
    }
}
