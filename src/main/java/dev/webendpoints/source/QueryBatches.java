package dev.webendpoints.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Splits items into batches for statements: PostgreSQL's protocol carries at most 65,535 parameters. */
final class QueryBatches {

    private QueryBatches() {}

    static <T> List<List<T>> of(Collection<T> items, int size) {
        List<T> all = List.copyOf(items);
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return batches;
    }
}
