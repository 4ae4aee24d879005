package dev.webendpoints.api;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

import static io.restassured.RestAssured.given;

/** Requests to the control API by the tenants of the tests. */
final class Requests {

    private Requests() {}

    /** Returns a request with the token {@code ak-<name>}, which belongs to the workspace of that name. */
    static RequestSpecification as(String name) {
        return withBearer("ak-" + name + ".as-" + name);
    }

    static RequestSpecification withBearer(String token) {
        return given().auth().preemptive().oauth2(token);
    }

    static RequestSpecification label(RequestSpecification request, String json) {
        return request.contentType(ContentType.JSON).body(json);
    }
}
