package dev.webendpoints.api;

import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

/** The page at the URL that the client prints after a deploy. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DeploymentPageTest {

    @Test
    void aBrowserWithoutATokenGetsAPageInWords() {
        given().header("Accept", "text/html")
                .get("/apps/")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .body(containsString("Your app is deployed"));
    }
}
