package dev.webendpoints.boot;

import java.util.List;

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

    @Test
    void theGatewaysReadinessAsksNothingElse() {
        given().when()
                .get("/q/health/group/gateway")
                .then()
                .statusCode(200)
                .body("status", is("UP"))
                .body("checks.name", is(List.of("gateway")));
    }
}
