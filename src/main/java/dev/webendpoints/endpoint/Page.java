package dev.webendpoints.endpoint;

import java.util.List;
import java.util.Optional;

/**
 * A page of a workspace's endpoints, oldest first.
 *
 * @param nextCursor absent on the last page
 */
public record Page(List<WebEndpoint> endpoints, Optional<String> nextCursor) {

    /** @param found up to {@code limit + 1} endpoints; the additional one indicates another page */
    static Page of(List<WebEndpoint> found, int limit) {
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        List<WebEndpoint> shown = found.subList(0, limit);
        return new Page(shown, Optional.of(Cursor.after(shown.get(limit - 1)).text()));
    }
}
