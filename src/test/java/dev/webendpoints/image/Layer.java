package dev.webendpoints.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.webendpoints.image.ImageDefinition.Base;
import dev.webendpoints.image.ImageDefinition.ContextFile;

/** Image definitions for tests, as the client sends them. */
final class Layer {

    private static final String PYTHON = "3.11";

    /** Builds of earlier runs may still be on disk and must not be reused by this run. */
    private static final String THIS_RUN = UUID.randomUUID().toString();

    private Layer() {}

    /** @param distinction images with the same distinction are equal, within one run of the tests */
    static ImageDefinition debianSlim(String distinction) {
        return definition(
                List.of(),
                List.of(
                        "FROM python:" + PYTHON + ".12-slim-bookworm",
                        "RUN apt-get update",
                        "RUN apt-get install -y gcc gfortran build-essential",
                        "RUN pip install --upgrade pip wheel uv",
                        "CMD [\"sleep\", \"" + THIS_RUN + distinction + "\"]"),
                List.of(),
                null);
    }

    static ImageDefinition on(String imageId, String... commands) {
        return withFiles(imageId, Map.of(), commands);
    }

    static ImageDefinition withFiles(String imageId, Map<String, String> files, String... commands) {
        List<ContextFile> contextFiles = files.entrySet().stream()
                .map(file -> new ContextFile(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
        return definition(base(imageId), from(commands), contextFiles, null);
    }

    static ImageDefinition withMount(String imageId, String mountId, String... commands) {
        return definition(base(imageId), from(commands), List.of(), mountId);
    }

    static ImageDefinition withFunction(String imageId) {
        return new ImageDefinition(base(imageId), List.of(), List.of(), null, Map.of(), true);
    }

    private static List<Base> base(String imageId) {
        return List.of(new Base("base", imageId));
    }

    private static List<String> from(String... commands) {
        List<String> all = new ArrayList<>(List.of("FROM base"));
        all.addAll(List.of(commands));
        return all;
    }

    private static ImageDefinition definition(
            List<Base> bases, List<String> commands, List<ContextFile> files, String mountId) {
        return new ImageDefinition(bases, commands, files, mountId, Map.of(), false);
    }
}
