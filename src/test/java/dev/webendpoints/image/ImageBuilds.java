package dev.webendpoints.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.image.BuildEvent.Finished;
import dev.webendpoints.image.BuildEvent.Line;
import io.smallrye.mutiny.Uni;

/** Requests images as a client does: creates them, follows the build to its end, inspects the result. */
@ApplicationScoped
public class ImageBuilds {

    static final String CLIENT = "1.6.4";
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

    private final Images images;
    private final ImageEnvironments environments;

    ImageBuilds(Images images, ImageEnvironments environments) {
        this.images = images;
        this.environments = environments;
    }

    Uni<ImageState> ask(String workspaceId, ImageDefinition definition) {
        return images.getOrCreate(workspaceId, definition, "2025.06", CLIENT, "3.11.7", false);
    }

    ImageState force(String workspaceId, ImageDefinition definition) {
        return await(images.getOrCreate(workspaceId, definition, "2025.06", CLIENT, "3.11.7", true));
    }

    /** Builds to the end, ready or failed. */
    ImageState build(String workspaceId, ImageDefinition definition) {
        return end(workspaceId, await(ask(workspaceId, definition)).imageId());
    }

    /** Returns the id of a ready image. */
    String ready(String workspaceId, ImageDefinition definition) {
        return ((ImageState.Ready) build(workspaceId, definition)).imageId();
    }

    /** Returns the reason of the failure. */
    String failure(String workspaceId, ImageDefinition definition) {
        return ((ImageState.Failed) build(workspaceId, definition)).reason();
    }

    ImageState end(String workspaceId, String imageId) {
        List<BuildEvent> events = events(workspaceId, imageId);
        return ((Finished) events.get(events.size() - 1)).state();
    }

    List<BuildEvent> events(String workspaceId, String imageId) {
        return await(
                images.follow(workspaceId, imageId, "", LONG_ENOUGH).collect().asList());
    }

    String log(String workspaceId, String imageId) {
        return events(workspaceId, imageId).stream()
                .filter(Line.class::isInstance)
                .map(event -> ((Line) event).text())
                .collect(Collectors.joining("\n"));
    }

    PythonEnvironment environment(String imageId) {
        return await(environments.environment(imageId, CLIENT, "3.11.7"));
    }

    /** Returns the output of a program in the image. */
    String python(String imageId, String program) throws IOException, InterruptedException {
        PythonEnvironment environment = environment(imageId);
        ProcessBuilder builder = new ProcessBuilder(environment.python().toString(), "-c", program);
        builder.environment().putAll(environment.variables());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(1, TimeUnit.MINUTES);
        return output.strip();
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LONG_ENOUGH);
    }
}
