package dev.webendpoints.endpoint.catalog;

import java.util.List;
import java.util.Optional;

import dev.webendpoints.endpoint.PageCursor;
import dev.webendpoints.endpoint.WebEndpoint;

/**
 * A page of a workspace's endpoints, oldest first.
 *
 * @param nextCursor absent on the last page
 */
public record EndpointPage(List<WebEndpoint> endpoints, Optional<String> nextCursor) {

    /** @param found up to {@code limit + 1} endpoints; the additional one indicates another page */
    static EndpointPage of(List<WebEndpoint> found, int limit) {
        if (found.size() <= limit) {
            return new EndpointPage(found, Optional.empty());
        }
        List<WebEndpoint> shown = found.subList(0, limit);
        return new EndpointPage(
                shown, Optional.of(PageCursor.after(shown.get(limit - 1)).text()));
    }
}
