package dev.webendpoints.image;

import java.util.List;
import java.util.Map;

/**
 * A layer of an image, as a client describes it.
 *
 * @param bases the images that it builds upon; empty for a first layer
 * @param commands lines of a Dockerfile
 * @param contextFiles files available to {@code COPY}
 * @param contextMountId a mount whose files are available to {@code COPY}; null if there is none
 * @param buildArguments values for {@code ARG}
 * @param buildFunction whether the build includes running a Python function
 */
public record ImageDefinition(
        List<Base> bases,
        List<String> commands,
        List<ContextFile> contextFiles,
        String contextMountId,
        Map<String, String> buildArguments,
        boolean buildFunction) {

    /** @param tag the name in {@code FROM} */
    public record Base(String tag, String imageId) {}

    /** @param filename absolute from the context's root */
    public record ContextFile(String filename, byte[] data) {}

    public ImageDefinition {
        bases = List.copyOf(bases);
        commands = List.copyOf(commands);
        contextFiles = List.copyOf(contextFiles);
        buildArguments = Map.copyOf(buildArguments);
    }
}
