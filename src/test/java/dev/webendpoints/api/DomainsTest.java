package dev.webendpoints.api;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;

import static dev.webendpoints.api.Requests.as;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** Custom domains that an endpoint may request. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DomainsTest extends DomainsFixture {

    @Test
    void anEmptyListIsNone() {
        put(OURS, ours, domain);

        put(OURS, ours).statusCode(200).body("data", hasSize(0));
    }

    @Test
    void aDomainThatIsGivenUpIsFreeForAnotherEndpoint() {
        // Given
        put(OURS, ours, domain);
        put(OURS, ours);

        // When, Then
        put(OURS, endpointOf(OURS), domain).statusCode(200).body("data.domain", equalTo(List.of(domain)));
    }

    @Test
    void anotherEndpointOfTheWorkspaceIsAConflict() {
        // Given
        put(OURS, ours, domain).statusCode(200);

        // When, Then
        put(OURS, endpointOf(OURS), domain)
                .statusCode(409)
                .contentType("application/problem+json")
                .body(
                        "detail",
                        equalTo("the domain " + domain
                                + " belongs to another web endpoint of this workspace; take it from there first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"domains\":null}", "{}"})
    void nothingIsWhatTheCodeAsksFor(String nothing) {
        // Given
        Await.item(() -> database.preparedQuery("update web_endpoint set declared_domains = $2 where id = $1")
                .execute(Tuple.of(ours, new String[] {"code." + domain})));
        put(OURS, ours, domain);

        // When, Then
        send(OURS, ours, nothing).body("data.domain", equalTo(List.of("code." + domain)));
    }

    @Test
    void namesAreLowerCaseAndWithoutDoubles() {
        put(OURS, ours, "API." + domain, "api." + domain, "*." + domain)
                .body("data.domain", equalTo(List.of("*." + domain, "api." + domain)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example", "1.2.3.4", "a..example", "*.*.example", "-a.example", "a.example:80", "*.example"})
    void aDomainThatIsNoneIsToldTheRule(String bad) {
        put(OURS, ours, bad)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("'" + bad + "' is not a valid domain: a domain is a host like"));
    }

    @Test
    void theServersOwnDomainIsNobodys() {
        put(OURS, ours, "mine.localhost")
                .statusCode(400)
                .body(
                        "detail",
                        equalTo("'mine.localhost' is not a valid domain: hosts at and below localhost are this"
                                + " server's own; choose a label instead"));
    }

    @Test
    void anotherWorkspacesEndpointIsNotFound() {
        put(OURS, theirs, domain).statusCode(404).contentType("application/problem+json");
        as(OURS).get("/v1/web-endpoints/" + theirs + "/domains").then().statusCode(404);
    }
}
