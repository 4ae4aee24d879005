package dev.webendpoints.identity.token;

import java.util.List;
import java.util.Optional;

/**
 * A page of a workspace's API tokens, oldest first.
 *
 * @param nextCursor absent on the last page
 */
public record ApiTokenPage(List<ApiToken> tokens, Optional<String> nextCursor) {

    /** @param found up to {@code limit + 1} tokens; the additional one indicates another page */
    static ApiTokenPage of(List<ApiToken> found, int limit) {
        if (found.size() <= limit) {
            return new ApiTokenPage(found, Optional.empty());
        }
        List<ApiToken> shown = found.subList(0, limit);
        return new ApiTokenPage(shown, Optional.of(shown.get(limit - 1).id));
    }
}
