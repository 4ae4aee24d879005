package dev.webendpoints.api;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.endpoint.domain.DomainChecks;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.DnsForTests;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Tuple;

import static dev.webendpoints.api.Requests.as;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** Proof of ownership of a custom domain, with a real DNS server. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@QuarkusTestResource(DnsForTests.class)
class DomainProofTest extends DomainsFixture {

    private static final String VIP = "domains-vip";

    /** Two checks, and the pause between them. */
    private static final Duration PROVEN_WITHIN = Duration.ofSeconds(20);

    @Inject
    DomainChecks checks;

    @Test
    void aNewDomainIsPendingAndShowsItsRecord() {
        put(OURS, ours, domain)
                .statusCode(200)
                .body("data.domain", equalTo(List.of(domain)))
                .body("data[0].state", equalTo("pending"))
                .body("data[0].txt_name", equalTo("_web-endpoints-challenge." + domain))
                .body("data[0].txt_value.length()", equalTo(64));
    }

    @Test
    void aDomainIsVerifiedOnceItsRecordIsThere() {
        // Given
        String value = claim(OURS, ours);

        // When
        record(value);

        // Then
        awaitState(OURS, ours, "verified");
    }

    @Test
    void anotherWorkspacesRecordProvesNothing() {
        // Given
        record(claim(THEIRS, theirs));

        // When
        claim(OURS, ours);

        // Then
        awaitState(THEIRS, theirs, "verified");
        awaitALook(ours);
        state(OURS, ours, "pending");
    }

    @Test
    void aPendingClaimKeepsNobodyOut() {
        // Given
        claim(OURS, ours);

        // When
        record(claim(THEIRS, theirs));

        // Then
        awaitState(THEIRS, theirs, "verified");
    }

    @Test
    void aHolderStaysWhileItsRecordIsThere() {
        // Given
        String held = claim(OURS, ours);
        record(held);
        awaitState(OURS, ours, "verified");

        // When
        record(held, valueOf(put(THEIRS, theirs, domain)));

        // Then
        awaitALook(theirs);
        state(THEIRS, theirs, "pending");
        state(OURS, ours, "verified");
    }

    @Test
    void theOwnerMayGiveADomainToAnotherWorkspace() {
        // Given
        record(claim(OURS, ours));
        awaitState(OURS, ours, "verified");

        // When
        record(claim(THEIRS, theirs));

        // Then
        awaitState(THEIRS, theirs, "verified");
        state(OURS, ours, "pending");
    }

    @Test
    void whatTheOperatorVouchesForIsVerifiedAtOnce() {
        domain = "a" + System.nanoTime() + ".vouched.example";

        put(OURS, ours, domain).body("data[0].state", equalTo("verified"));
    }

    @Test
    void theOperatorMayVouchForOneWorkspaceOnly() {
        domain = "*.v" + System.nanoTime() + ".vip.example";
        put(OURS, ours, domain).body("data[0].state", equalTo("pending"));

        put(VIP, endpointOf(VIP), domain).body("data[0].state", equalTo("verified"));
    }

    @Test
    void whatTheOperatorVouchesForIsTakenFromNobody() {
        // Given
        domain = "b" + System.nanoTime() + ".vouched.example";
        put(OURS, ours, domain);

        // When
        put(THEIRS, theirs, domain);

        // Then
        awaitALook(theirs);
        state(THEIRS, theirs, "pending");
        state(OURS, ours, "verified");
    }

    /** Claims the domain and returns the value of the record that would prove it. */
    private String claim(String workspace, String endpoint) {
        return valueOf(put(workspace, endpoint, domain));
    }

    private static String valueOf(ValidatableResponse answer) {
        return answer.statusCode(200).extract().path("data[0].txt_value");
    }

    private void record(String... values) {
        DnsForTests.records("_web-endpoints-challenge." + domain, values);
    }

    private void awaitState(String workspace, String endpoint, String state) {
        await().atMost(PROVEN_WITHIN).untilAsserted(() -> {
            lookAgain();
            state(workspace, endpoint, state);
        });
    }

    /** Makes the next check due now. */
    private void lookAgain() {
        Await.item(() -> database.query("update endpoint_domain set next_check_at = now() where verified_at is null")
                .execute());
        checks.look();
    }

    private static void state(String workspace, String endpoint, String state) {
        as(workspace)
                .get("/v1/web-endpoints/" + endpoint + "/domains")
                .then()
                .statusCode(200)
                .body("data.state", equalTo(List.of(state)));
    }

    /** Waits until the record has been checked once more. */
    private void awaitALook(String endpoint) {
        int before = attempts(endpoint);
        await().atMost(PROVEN_WITHIN).until(() -> {
            lookAgain();
            return attempts(endpoint) > before;
        });
    }

    private int attempts(String endpoint) {
        return Await.item(() -> database.preparedQuery("select attempts from endpoint_domain where endpoint_id = $1")
                        .execute(Tuple.of(endpoint)))
                .iterator()
                .next()
                .getInteger(0);
    }
}
