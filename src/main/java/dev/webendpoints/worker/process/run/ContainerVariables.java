package dev.webendpoints.worker.process.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkersConfig;
import dev.webendpoints.worker.WorkersConfig.EventLoop;

/**
 * The variables that the code of a function finds in every container of Modal, and the one that selects its event loop.
 * Where a function or an image sets one of Modal's variables, the worker's value replaces it, so that it is true.
 *
 * @see <a href="https://modal.com/docs/guide/environment_variables">Environment variables</a>
 */
public record ContainerVariables(EventLoop eventLoop, String region, String cloudProvider) {

    /** Identifies one worker. Not known to a zygote that functions share. */
    public static final String TASK_ID = "MODAL_TASK_ID";

    /** Read by the Python side; an image or a function overrides the server's setting. */
    private static final String EVENT_LOOP = "WEBENDPOINTS_EVENT_LOOP";

    /** Where the Modal client finds the server: the worker's own socket. */
    private static final String SERVER_URL = "MODAL_SERVER_URL";

    /** The client's configuration file, of which a worker has none. */
    private static final String CONFIG_PATH = "MODAL_CONFIG_PATH";

    private static final String IS_REMOTE = "MODAL_IS_REMOTE";
    private static final String ENVIRONMENT = "MODAL_ENVIRONMENT";
    private static final String IMAGE_ID = "MODAL_IMAGE_ID";
    private static final String REGION = "MODAL_REGION";
    private static final String CLOUD_PROVIDER = "MODAL_CLOUD_PROVIDER";

    /** The variables whose values the worker determines. */
    public static final List<String> NAMES =
            List.of(TASK_ID, SERVER_URL, CONFIG_PATH, IS_REMOTE, ENVIRONMENT, IMAGE_ID, REGION, CLOUD_PROVIDER);

    public static ContainerVariables of(WorkersConfig config) {
        return new ContainerVariables(config.eventLoop(), config.region(), config.cloudProvider());
    }

    /** Returns the variables that images and functions may override. */
    Map<String, String> defaults() {
        return eventLoop == EventLoop.ASYNCIO
                ? Map.of()
                : Map.of(EVENT_LOOP, eventLoop.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the values of {@link #NAMES} in a worker of this version.
     *
     * @param io the directory of the worker's sockets, as the worker sees it
     */
    Map<String, String> of(FunctionVersion version, String workerId, Path io) {
        return Map.of(
                TASK_ID,
                workerId,
                SERVER_URL,
                "unix://" + io.resolve(RunDirectory.API_SOCKET),
                CONFIG_PATH,
                "/dev/null",
                IS_REMOTE,
                "1",
                ENVIRONMENT,
                version.environmentName(),
                IMAGE_ID,
                version.imageId(),
                REGION,
                region,
                CLOUD_PROVIDER,
                cloudProvider);
    }
}
