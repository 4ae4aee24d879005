package dev.webendpoints.identity;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/** Contents of environments that cannot be deleted at the first attempt, as when the server ends in the middle. */
@ApplicationScoped
class FailingContents implements EnvironmentContents {

    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    void failOnce(String environmentId) {
        failing.add(environmentId);
    }

    @Override
    public Uni<Void> deleteOf(String environmentId) {
        return failing.remove(environmentId)
                ? Uni.createFrom().failure(new IllegalStateException("interrupted by the test"))
                : Uni.createFrom().voidItem();
    }
}
