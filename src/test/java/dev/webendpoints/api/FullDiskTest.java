package dev.webendpoints.api;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

import static dev.webendpoints.api.Requests.label;
import static dev.webendpoints.api.Requests.withBearer;
import static org.hamcrest.Matchers.equalTo;

/** Responses while the database rejects writes with PostgreSQL's error for a full disk (53100, disk_full). */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FullDiskTest {

    @Inject
    Tenants tenants;

    @Inject
    WorkspaceRows database;

    @BeforeEach
    void aFullDisk() {
        tenants.ready();
        database.execute("create function full_disk() returns trigger language plpgsql as $$ begin raise exception"
                + " 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$");
        database.execute("create trigger full_disk before insert on api_token execute function full_disk()");
    }

    @AfterEach
    void room() {
        database.execute("drop function full_disk cascade");
    }

    @Test
    void whatCannotBeStoredIsAnsweredWith507() {
        Response refusal = label(withBearer(Tenants.DEV), "{\"scopes\":[\"endpoints:read\"]}")
                .post("/v1/api-tokens");

        refusal.then()
                .statusCode(507)
                .contentType("application/problem+json")
                .body("detail", equalTo("The server's disk is full; nothing was stored."));
    }
}
