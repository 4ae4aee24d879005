package dev.webendpoints.modal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.Routes;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.awaitility.Awaitility.await;

/** Endpoint changes by another server on the same database take effect on this one in time. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RouteUpdatesTest extends ModalCallsFixture {

    private static final Duration IN_TIME = Duration.ofSeconds(10);

    @Inject
    Routes routes;

    @Inject
    Pool database;

    private String functionId;

    @BeforeEach
    void anEndpoint() {
        functionId = deploy(dev, "watched-" + System.nanoTime()).functionId();
    }

    @Test
    void aHostname() {
        change("update web_endpoint set hostname = 'moved-' || hostname where function_id = $1");

        awaitRoute(route -> route.isPresent() && route.get().hostname().startsWith("moved-"));
    }

    @Test
    void whoMayCall() {
        change("update web_endpoint set operator_auth = 'bearer' where function_id = $1");

        awaitRoute(route -> route.isPresent() && route.get().access() == EndpointAuth.BEARER);
    }

    @Test
    void anAppThatWasStopped() {
        change("update app set state = 'STOPPED' where id = (select app_id from function where id = $1)");

        awaitRoute(Optional::isEmpty);
    }

    @Test
    void aDomainThatWasVerified() {
        change("insert into endpoint_domain (endpoint_id, workspace_id, name, verified_at, attempts, next_check_at)"
                + " select id, workspace_id, 'watched.example', now(), 0, now() from web_endpoint"
                + " where function_id = $1");

        await().atMost(IN_TIME)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> routes.current().findByDomain("watched.example") != null);
    }

    private void change(String statement) {
        Await.item(() -> database.preparedQuery(statement).execute(Tuple.of(functionId)));
    }

    private void awaitRoute(Predicate<Optional<Route>> asChanged) {
        await().atMost(IN_TIME)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> asChanged.test(routes.current().routes().stream()
                        .filter(route -> route.functionId().equals(functionId))
                        .findFirst()));
    }
}
