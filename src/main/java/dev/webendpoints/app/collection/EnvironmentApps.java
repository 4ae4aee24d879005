package dev.webendpoints.app.collection;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.Apps;
import dev.webendpoints.identity.EnvironmentContents;
import io.smallrye.mutiny.Uni;

/** The apps of an environment: they are stopped, and {@link AppCollector} deletes them as others that have ended. */
@ApplicationScoped
class EnvironmentApps implements EnvironmentContents {

    private final Apps apps;

    EnvironmentApps(Apps apps) {
        this.apps = apps;
    }

    @Override
    public Uni<Void> deleteOf(String environmentId) {
        return apps.stopAll(environmentId);
    }
}
