package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code modal workspace} with the newest client. */
class WorkspaceIT {

    private static final Pattern TOKEN = Pattern.compile("(ak-\\w+)(?s:.*?)(as-\\w+)");


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
}
