package dev.webendpoints.api;

import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.UriBuilder;

import dev.webendpoints.endpoint.Page;

/** The {@code Link} header of a page (RFC 8288), relative, so that it holds behind any proxy. */
final class NextPage {

    private NextPage() {}

    /** @return none on the last page */
    static Link[] links(Page page, int limit) {
        return page.nextCursor().stream()
                .map(cursor -> UriBuilder.fromPath("/v1/web-endpoints")
                        .queryParam("limit", limit)
                        .queryParam("cursor", cursor))
                .map(uri -> Link.fromUriBuilder(uri).rel("next").build())
                .toArray(Link[]::new);
    }
}
