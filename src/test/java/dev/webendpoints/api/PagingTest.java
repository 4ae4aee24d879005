package dev.webendpoints.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

import static dev.webendpoints.api.Requests.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

/** Paged lists, with the {@code Link} header. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PagingTest {

    private static final Pattern NEXT = Pattern.compile("<(/v1/web-endpoints\\?[^>]*)>; rel=\"next\"");
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00.000001Z");

    @Inject
    Tenants tenants;

    @Inject
    EndpointRows rows;

    @Test
    void thePagesTogetherAreAllEndpointsOldestFirst() {
        // Given
        Caller caller = tenants.of("pages");
        String third = rows.insert(caller, "c", CREATED.plusSeconds(2));
        String first = rows.insert(caller, "a", CREATED);
        String last = rows.insert(caller, "e", CREATED.plusSeconds(9));
        String second = rows.insert(caller, "b", CREATED.plusNanos(1_000));
        String fourth = rows.insert(caller, "d", CREATED.plusSeconds(3));

        // When
        List<List<String>> pages = pages("pages", "/v1/web-endpoints?limit=2");

        // Then
        assertThat(pages).containsExactly(List.of(first, second), List.of(third, fourth), List.of(last));
    }

    @Test
    void endpointsOfOneInstantAreNeitherLostNorDoubled() {
        // Given
        Caller caller = tenants.of("instant");
        List<String> all = Stream.of("a", "b", "c", "d", "e")
                .map(label -> rows.insert(caller, label, CREATED))
                .toList();

        // When
        List<List<String>> pages = pages("instant", "/v1/web-endpoints?limit=2");

        // Then
        assertThat(pages.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aPageThatIsJustFullIsTheLast() {
        // Given
        Caller caller = tenants.of("full");
        rows.insert(caller, "a", CREATED);
        rows.insert(caller, "b", CREATED);

        // When, Then
        as("full")
                .get("/v1/web-endpoints?limit=2")
                .then()
                .statusCode(200)
                .body("data", hasSize(2))
                .header("Link", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|limit is 0, but must be a whole number from 1 to 1000.",
                "1001|limit is 1001, but must be a whole number from 1 to 1000.",
                "-5|limit is -5, but must be a whole number from 1 to 1000.",
                "many|limit is 'many', but must be a whole number.",
                "9999999999|limit is '9999999999', but must be a whole number."
            })
    void aLimitOutOfBoundsIsToldTheBounds(String limit, String told) {
        tenants.of("limits");

        as("limits")
                .queryParam("limit", limit)
                .get("/v1/web-endpoints")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(told));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "!!", "MjAyNi0wMS0wMVQwMDowMDowMFogAA"})
    void aCursorThatNobodyGaveIsABadRequest(String cursor) {
        tenants.of("cursors");

        as("cursors")
                .queryParam("cursor", cursor)
                .get("/v1/web-endpoints")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private static List<List<String>> pages(String workspace, String start) {
        List<List<String>> pages = new ArrayList<>();
        String next = start;
        while (next != null) {
            Response page = as(workspace).urlEncodingEnabled(false).get(next);
            pages.add(page.then().statusCode(200).extract().path("data.endpoint_id"));
            next = next(page.header("Link"));
        }
        return pages;
    }

    private static String next(String link) {
        if (link == null) {
            return null;
        }
        Matcher next = NEXT.matcher(link);
        assertThat(next.matches()).as(link).isTrue();
        return next.group(1);
    }
}
