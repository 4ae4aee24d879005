package dev.webendpoints.state;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.EnvironmentContents;
import io.smallrye.mutiny.Uni;

/** The dicts and queues of an environment. */
@ApplicationScoped
class EnvironmentState implements EnvironmentContents {

    private static final String DELETE = "delete from state_object where environment_id = $1";

    private final StateDatabase database;

    EnvironmentState(StateDatabase database) {
        this.database = database;
    }

    @Override
    public Uni<Void> deleteOf(String environmentId) {
        return database.query(DELETE, environmentId).replaceWithVoid();
    }
}
