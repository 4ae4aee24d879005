package dev.webendpoints.api;

import java.time.Instant;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;

import dev.webendpoints.testing.Tenants;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;

/** Two tenants with an endpoint each, and a domain without an owner. */
abstract class DomainsFixture {

    static final String OURS = "domains-ours";
    static final String THEIRS = "domains-theirs";

    @Inject
    Tenants tenants;

    @Inject
    EndpointRows rows;

    @Inject
    Pool database;

    String ours;
    String theirs;
    String domain;

    @BeforeEach
    void twoTenantsAndADomain() {
        ours = endpointOf(OURS);
        theirs = endpointOf(THEIRS);
        domain = "d" + System.nanoTime() + ".example";
    }

    String endpointOf(String workspace) {
        return rows.insert(tenants.of(workspace), "auto-" + System.nanoTime(), Instant.now());
    }

    static ValidatableResponse put(String workspace, String endpoint, String... domains) {
        String list = domains.length == 0 ? "" : "\"" + String.join("\",\"", domains) + "\"";
        return send(workspace, endpoint, "{\"domains\":[" + list + "]}");
    }

    static ValidatableResponse send(String workspace, String endpoint, String body) {
        return label(as(workspace), body)
                .put("/v1/web-endpoints/" + endpoint + "/domains")
                .then();
    }
}
