package dev.webendpoints.image;

import java.util.Optional;

/**
 * A layer with all layers that it builds upon.
 *
 * @param contentHash equal for equal content in the same workspace
 * @param clientVersion version of the modal package of the requesting client
 */
record ImageRecipe(
        String workspaceId,
        String contentHash,
        ImageDefinition definition,
        Optional<ImageRecipe> base,
        String clientVersion) {}
