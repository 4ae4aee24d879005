package dev.webendpoints.api;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.testing.Tenants;
import io.restassured.response.Response;

import static dev.webendpoints.api.Requests.as;
import static dev.webendpoints.api.Requests.label;
import static dev.webendpoints.api.Requests.withBearer;

/** A separate workspace for each test, whose token has all scopes of a workspace. */
abstract class ApiTokenFixture {

    static final String READING = "{\"scopes\":[\"endpoints:read\"]}";

    @Inject
    Tenants tenants;

    /** The name of the workspace and of its token. */
    String name;

    Caller caller;

    @BeforeEach
    void aWorkspace() {
        name = "tokens-" + Long.toString(System.nanoTime(), 36);
        caller = tenants.of(name);
    }

    Response create(String body) {
        return label(as(name), body).post("/v1/api-tokens");
    }

    Response list() {
        return as(name).get("/v1/api-tokens");
    }

    static String bearer(Response made) {
        return made.path("token_id") + "." + made.path("token_secret");
    }

    static int status(String bearer) {
        return withBearer(bearer).get("/v1/web-endpoints").statusCode();
    }
}
