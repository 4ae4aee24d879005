package dev.webendpoints.gateway;

import java.util.List;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.HeaderName;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.RouteTable;
import dev.webendpoints.routing.Routes;

/** Resolves a request's Host to an endpoint, and responds if there is none. */
final class HostLookup {

    private static final String NOTHING = "invalid function call";

    /** Modal's wording (modal-behaviour §7). */
    private static final GatewayResponse UNKNOWN = new GatewayResponse(404, NOTHING);

    private static final GatewayResponse STOPPED = new GatewayResponse(404, "app for invoked web endpoint is stopped");

    private final PublicDomain domain;
    private final Routes routes;
    private final boolean namesNearLabels;

    /** @param namesNearLabels whether the response to an unknown hostname lists similar ones of its workspace */
    HostLookup(PublicDomain domain, Routes routes, boolean namesNearLabels) {
        this.domain = domain;
        this.routes = routes;
        this.namesNearLabels = namesNearLabels;
    }

    /** Returns the route, or null if there is none. A host below the public domain is never a custom domain. */
    Route find(RequestHead head) {
        RouteTable table = routes.current();
        String label = label(head);
        if (label != null) {
            return table.find(label);
        }
        return table.hasDomains() ? table.findByDomain(host(head)) : null;
    }

    GatewayResponse unknown(RequestHead head) {
        String label = label(head);
        if (label == null) {
            return UNKNOWN;
        }
        RouteTable table = routes.current();
        if (table.isStopped(label)) {
            return STOPPED;
        }
        return namesNearLabels ? unknown(NearLabels.of(label, table.hostnames())) : UNKNOWN;
    }

    private static GatewayResponse unknown(List<String> near) {
        return near.isEmpty() ? UNKNOWN : new GatewayResponse(404, NOTHING + "; similar: " + String.join(", ", near));
    }

    private String label(RequestHead head) {
        return domain.label(head.array(), head.valueStart(HeaderName.HOST), head.valueEnd(HeaderName.HOST));
    }

    private static String host(RequestHead head) {
        return PublicDomain.host(head.array(), head.valueStart(HeaderName.HOST), head.valueEnd(HeaderName.HOST));
    }
}
