package dev.webendpoints.image;

import java.util.List;
import java.util.Map;

/**
 * One layer of an image, as a client describes it.
 *
 * @param bases the images that it builds upon; none for a first layer
 * @param commands lines of a Dockerfile
 * @param contextFiles files that {@code COPY} may name
 * @param contextMountId a mount whose files {@code COPY} may name; null without one
 * @param buildArguments values for {@code ARG}
 * @param buildFunction whether a Python function is to run as part of the build
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
