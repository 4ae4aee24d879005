package dev.webendpoints.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code modal workspace}, {@code modal token} and {@code modal setup} with the newest client. */
class WorkspaceIT {

    private static final Pattern TOKEN = Pattern.compile("(ak-\\w+)(?s:.*?)(as-\\w+)");

    private static final Pattern TOKEN_ID = Pattern.compile("token_id = \"(ak-\\w+)\"");
    private static final Pattern PAGE = Pattern.compile("(http://\\S+/setup/tf-\\w+)");
    private static final Pattern CODE = Pattern.compile("code: \\W*([A-Z]{4}-[A-Z]{4})");

    @TempDir
    Path folder;

    private LiveServer server;
    private ModalCli modal;

    @BeforeEach
    void start() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
    }

    private String cli(String... arguments) {
        return modal.run(arguments).succeeded().output();
    }

    private ModalCli as(String printed) {
        Matcher token = TOKEN.matcher(printed);
        assertThat(token.find()).as(printed).isTrue();
        return ModalCli.of(ModalCli.NEWEST, server, token.group(1), token.group(2));
    }

    @Test
    void theMembersAreListed() {
        assertThat(cli("workspace", "members", "list", "--json")).contains("\"" + LiveServer.TOKEN_ID + "\"", "owner");
    }

    @Test
    void theSettingsAreListed() {
        assertThat(cli("workspace", "settings", "list")).contains("default-environment", "main", "2025.06");
    }

    @Test
    void theImageBuilderVersionIsNotSet() {
        assertThat(modal.run("workspace", "settings", "set", "image-builder-version", "2024.10")
                        .output())
                .contains("it follows the version of the client");
    }

    @Test
    void aServiceUserDeploys() {
        // Given
        ModalCli program = as(cli("workspace", "service-users", "create", "ci-deploy", "--expires-in", "1h", "--json"));

        // When
        program.deploy(TestApps.answering(folder, "by-service-user", "deployed"))
                .succeeded();

        // Then
        assertThat(server.get("e2e--by-service-user-web", "/").body()).isEqualTo("deployed");
        assertThat(program.run("token", "info").succeeded().output()).contains("Service User: ci-deploy");
    }

    @Test
    void aServiceUserIsListedShownAndDeleted() {
        // Given
        cli("workspace", "service-users", "create", "ci-list");
        assertThat(cli("workspace", "service-users", "list")).contains("ci-list");
        assertThat(cli("workspace", "service-users", "info", "ci-list")).contains("main", "Contributor");

        // When
        cli("workspace", "service-users", "delete", "--yes", "ci-list");

        // Then
        assertThat(cli("workspace", "service-users", "list")).doesNotContain("ci-list");
    }

    /** Starts a command that waits for its confirmation, with a configuration file of its own and without a token. */
    private RunningCli waiting(String... command) {
        return RunningCli.start(
                        modal.without("MODAL_TOKEN_ID", "MODAL_TOKEN_SECRET")
                                .with("MODAL_CONFIG_PATH", config().toString())
                                .with("BROWSER", "/bin/true"),
                        folder,
                        command)
                .awaitOutput("Enter this code:");
    }

    private Path config() {
        return folder.resolve("modal.toml");
    }

    private static String printed(Pattern pattern, String output) {
        Matcher found = pattern.matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> confirm(String output, String code) {
        String form = "code=" + code + "&token_id=" + LiveServer.TOKEN_ID + "&token_secret="
                + URLEncoder.encode(LiveServer.TOKEN_SECRET, StandardCharsets.UTF_8);
        return server.send(HttpRequest.newBuilder(URI.create(printed(PAGE, output)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    @Test
    void aConfirmedSetupHasAToken() throws IOException, InterruptedException {
        try (RunningCli setup = waiting("setup")) {
            // When
            HttpResponse<String> confirmed = confirm(setup.output(), printed(CODE, setup.output()));

            // Then
            assertThat(confirmed.body()).contains("Confirmed: the command gets a token of the workspace e2e.");
            setup.awaitEnd();
            assertThat(setup.output()).contains("Token verified successfully");
            assertThat(Files.readString(config())).containsPattern("\\[e2e]\\s+token_id = \"ak-");
        }
    }

    @Test
    void aTokenThatIsMadeSoWorksAndReplacesItself() throws InterruptedException, IOException {
        // Given
        try (RunningCli setup = waiting("token", "new", "--expires-in", "1h")) {
            confirm(setup.output(), printed(CODE, setup.output()));
            setup.awaitEnd();
        }
        String first = printed(TOKEN_ID, Files.readString(config()));

        // When
        try (RunningCli rotation = waiting("token", "rotate")) {
            confirm(rotation.output(), printed(CODE, rotation.output()));
            rotation.awaitEnd();
        }

        // Then
        assertThat(cli("workspace", "member-tokens", "list", "--json"))
                .contains(printed(TOKEN_ID, Files.readString(config())))
                .doesNotContain(first);
    }
}
