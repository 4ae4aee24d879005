package dev.webendpoints.api;

import java.util.Optional;

import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.UriBuilder;

/** The {@code Link} header of a page (RFC 8288), relative so that it is valid behind any proxy. */
final class NextPage {

    private final Optional<UriBuilder> address;

    private NextPage(Optional<UriBuilder> address) {
        this.address = address;
    }

    /** @param cursor empty on the last page */
    static NextPage of(String path, Optional<String> cursor, int limit) {
        return new NextPage(cursor.map(
                next -> UriBuilder.fromPath(path).queryParam("limit", limit).queryParam("cursor", next)));
    }

    /** Adds a parameter of the list; null is ignored. */
    NextPage and(String parameter, String value) {
        return value == null ? this : new NextPage(address.map(uri -> uri.queryParam(parameter, value)));
    }

    /** @return empty on the last page */
    Link[] links() {
        return address.stream()
                .map(uri -> Link.fromUriBuilder(uri).rel("next").build())
                .toArray(Link[]::new);
    }
}
