package dev.webendpoints.secret;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.EnvironmentContents;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** The named secrets of an environment; unnamed ones are deleted with their apps. */
@ApplicationScoped
class EnvironmentSecrets implements EnvironmentContents {

    private final Secrets.Rows rows;

    EnvironmentSecrets(Secrets.Rows rows) {
        this.rows = rows;
    }

    @Override
    public Uni<Void> deleteOf(String environmentId) {
        return Panache.withTransaction(() -> rows.delete("environmentId = ?1 and name is not null", environmentId))
                .replaceWithVoid();
    }
}
