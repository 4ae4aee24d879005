package dev.webendpoints.boot;

import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class HealthTest {

    @Test
    void aStartedServerIsReady() {
        given().when().get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
    }
}
