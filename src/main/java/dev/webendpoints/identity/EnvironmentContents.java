package dev.webendpoints.identity;

import io.smallrye.mutiny.Uni;

/** What environments contain of one kind: the packages that keep such things delete them with their environment. */
public interface EnvironmentContents {

    /**
     * Deletes everything of this kind in an environment that is deleted. Called again after it was interrupted, and
     * when there is nothing any more.
     */
    Uni<Void> deleteOf(String environmentId);
}
