package dev.webendpoints.boot.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.endpoint.WebEndpoint;
import dev.webendpoints.endpoint.catalog.Endpoints;
import dev.webendpoints.identity.Workspaces;
import dev.webendpoints.identity.signin.BootstrapConfig;
import dev.webendpoints.image.host.ProgramFailed;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;

/** Deploys the examples in the background at startup in dev mode, then prints their URLs. */
@ApplicationScoped
@IfBuildProfile("dev")
class ExampleDeployment {

    /** After the server is running. */
    private static final int ORDER = 1000;

    /** System property with the fingerprint of the deployed examples, so that a live reload does not redeploy them. */
    private static final String DEPLOYED = "dev-examples.deployed";

    private static final int SHOWN = 100;
    private static final Logger LOG = Logger.getLogger(ExampleDeployment.class);

    private final ModalClient client;
    private final Endpoints endpoints;
    private final Workspaces workspaces;
    private final BootstrapConfig bootstrap;
    private final ReactiveCalls calls;
    private final ExamplesConfig config;

    ExampleDeployment(
            ModalClient client,
            Endpoints endpoints,
            Workspaces workspaces,
            BootstrapConfig bootstrap,
            ReactiveCalls calls,
            ExamplesConfig config) {
        this.client = client;
        this.endpoints = endpoints;
        this.workspaces = workspaces;
        this.bootstrap = bootstrap;
        this.calls = calls;
        this.config = config;
    }

    void onStart(@Observes @Priority(ORDER) StartupEvent event) {
        if (config.deployExamples()) {
            Thread background = new Thread(this::welcome, "deploy-examples");
            background.setDaemon(true);
            background.start();
        }
    }

    private void welcome() {
        ExampleFiles files = new ExampleFiles(config.examples());
        try {
            deployUnlessDone(files);
            LOG.info(table(files));
        } catch (ProgramFailed e) {
            LOG.warn("Examples not deployed, server runs without them: cause=" + e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.warn("Examples not deployed, server runs without them", e);
        }
    }

    private void deployUnlessDone(ExampleFiles files) {
        String fingerprint = files.fingerprint();
        if (fingerprint.equals(System.getProperty(DEPLOYED))) {
            return;
        }
        LOG.infof(
                "Deploying examples, the first time takes a minute: count=%d client_version=%s",
                files.apps().size(), config.clientVersion());
        client.install(LOG::debug);
        files.apps().forEach(this::deploy);
        System.setProperty(DEPLOYED, fingerprint);
    }

    /** A failure does not prevent the deployment of the other examples. */
    private void deploy(Path app) {
        try {
            client.deploy(app, line -> LOG.debugf("%s: %s", app.getFileName(), line));
        } catch (ProgramFailed e) {
            LOG.warnf("Example not deployed: file=%s cause=%s", app.getFileName(), e.getMessage());
        }
    }

    private String table(ExampleFiles files) {
        List<WebEndpoint> deployed = calls.await(() -> workspaces
                        .ensure(bootstrap.workspace())
                        .chain(workspace -> endpoints.page(workspace.id, SHOWN, Optional.empty())))
                .endpoints();
        StringBuilder table = new StringBuilder("Example endpoints:\n");
        deployed.forEach(endpoint -> endpoints
                .url(endpoint)
                .ifPresent(url -> table.append(String.format(
                        "  %-16s  %s%n                    %s%n",
                        endpoint.kind.spelling(), url, files.curl(endpoint.generatedLabel, url)))));
        return table.toString();
    }
}
