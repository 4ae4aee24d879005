package dev.webendpoints.database;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What has changed of a topic.
 *
 * @param everything whether anything may have changed; there are no keys then
 * @param keys of what has changed, as {@link ChangeTopic} defines them
 */
public record ChangeSet(boolean everything, Set<String> keys) {

    /** Anything may have changed. */
    public static final ChangeSet EVERYTHING = new ChangeSet(true, Set.of());

    static final ChangeSet NOTHING = new ChangeSet(false, Set.of());

    /** Maximum number of keys. With more, reading everything once is cheaper than a query for all of them. */
    private static final int MOST_KEYS = 1_000;

    public ChangeSet {
        keys = Set.copyOf(keys);
    }

    public static ChangeSet of(String... keys) {
        return of(List.of(keys));
    }

    public static ChangeSet of(Collection<String> keys) {
        return keys.size() > MOST_KEYS ? EVERYTHING : new ChangeSet(false, Set.copyOf(keys));
    }

    /** Returns whether one of these may have changed. */
    public boolean affects(String... candidates) {
        return everything || List.of(candidates).stream().anyMatch(keys::contains);
    }

    ChangeSet and(ChangeSet other) {
        if (everything || other.everything) {
            return EVERYTHING;
        }
        Set<String> all = new HashSet<>(keys);
        all.addAll(other.keys);
        return of(all);
    }
}
