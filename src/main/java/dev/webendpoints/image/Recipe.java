package dev.webendpoints.image;

import java.util.Optional;

/**
 * A layer with all that it builds upon.
 *
 * @param contentHash the same for the same content in the same workspace
 * @param clientVersion the modal package of the client that asked
 */
record Recipe(
        String workspaceId,
        String contentHash,
        ImageDefinition definition,
        Optional<Recipe> base,
        String clientVersion) {}
