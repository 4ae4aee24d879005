package dev.webendpoints.identity;

import java.util.List;
import java.util.Optional;

/**
 * Some API tokens of a workspace, the oldest first.
 *
 * @param nextCursor absent on the last page
 */
public record ApiTokenPage(List<ApiToken> tokens, Optional<String> nextCursor) {

    /** @param found at most one token more than the page may have, which tells that there is another page */
    static ApiTokenPage of(List<ApiToken> found, int limit) {
        if (found.size() <= limit) {
            return new ApiTokenPage(found, Optional.empty());
        }
        List<ApiToken> shown = found.subList(0, limit);
        return new ApiTokenPage(shown, Optional.of(shown.get(limit - 1).id));
    }
}
