package dev.webendpoints.api;

import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static dev.webendpoints.api.Requests.withBearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

/** Creation and listing of workspaces, which only an admin may do. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WorkspaceApiTest {

    @Inject
    Tenants tenants;

    private final String name = "made-" + Long.toString(System.nanoTime(), 36);

    @BeforeEach
    void aServer() {
        tenants.of("tenant");
    }

    @Test
    void aNewWorkspaceIsShown() {
        create(name)
                .then()
                .statusCode(201)
                .body("workspace_id", matchesPattern("ac-[0-9A-Za-z]{22}"))
                .body("name", equalTo(name));
    }

    @Test
    void aTokenOfANewWorkspaceDeploysToIt() {
        // Given
        create(name);

        // When
        Response made = label(
                        withBearer(Tenants.DEV), "{\"workspace\":\"" + name + "\",\"scopes\":[\"endpoints:read\"]}")
                .post("/v1/api-tokens");

        // Then
        withBearer(made.path("token_id") + "." + made.path("token_secret"))
                .get("/v1/web-endpoints")
                .then()
                .statusCode(200)
                .body("data", equalTo(List.of()));
    }

    @Test
    void aNameIsTakenOnce() {
        // Given
        create(name);

        // When, Then
        create(name).then().statusCode(409).body("detail", equalTo("There is a workspace '" + name + "' already."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a--b", "Upper", "abcdefghijklmnopqrstuvwxyz-1234567"})
    void aNameThatCannotBePartOfAHostnameIsRefused(String unfit) {
        create(unfit).then().statusCode(400);
    }

    @Test
    void aPageNamesTheNextOne() {
        // Given
        create("aaa-1");
        create("aaa-2");

        // When
        Response first = withBearer(Tenants.DEV).get("/v1/workspaces?limit=1&cursor=aaa-0");

        // Then
        assertThat(first.jsonPath().getList("data.name")).isEqualTo(List.of("aaa-1"));
        assertThat(first.header("Link")).isEqualTo("</v1/workspaces?limit=1&cursor=aaa-1>; rel=\"next\"");
    }

    @Test
    void aTenantMakesNoWorkspace() {
        label(as("tenant"), "{\"name\":\"" + name + "\"}")
                .post("/v1/workspaces")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The token lacks the scope admin."));
    }

    @Test
    void aTenantListsNoWorkspaces() {
        as("tenant").get("/v1/workspaces").then().statusCode(403);
    }

    private static Response create(String name) {
        return label(withBearer(Tenants.DEV), "{\"name\":\"" + name + "\"}").post("/v1/workspaces");
    }
}
