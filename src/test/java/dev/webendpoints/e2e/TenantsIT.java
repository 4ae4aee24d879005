package dev.webendpoints.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two workspaces on one server, through the real client and through REST. */
class TenantsIT {

    @TempDir
    static Path folder;

    private static final Pattern TOKEN_ID = Pattern.compile("\"token_id\":\"([^\"]+)\"");
    private static final Pattern TOKEN_SECRET = Pattern.compile("\"token_secret\":\"([^\"]+)\"");

    private static String otherToken;
    private static String otherSecret;
    private static LiveServer server;
    private static ModalCli ours;
    private static ModalCli theirs;

    @BeforeAll
    static void deployOnBothSides() {
        server = SharedServer.get();
        post("/v1/workspaces", "{\"name\":\"other\"}");
        String made =
                post("/v1/api-tokens", "{\"workspace\":\"other\",\"scopes\":[\"endpoints:read\",\"endpoints:write\"]}");
        otherToken = found(TOKEN_ID, made);
        otherSecret = found(TOKEN_SECRET, made);
        ours = ModalCli.of(ModalCli.NEWEST, server);
        theirs = ModalCli.of(ModalCli.NEWEST, server, otherToken, otherSecret);
        ours.deploy(TestApps.answering(folder, "same-name", "ours")).succeeded();
        theirs.deploy(TestApps.answering(folder, "same-name", "theirs")).succeeded();
    }

    @Test
    void appsOfOneNameAnswerEachForItsOwnWorkspace() {
        assertThat(server.get("other--same-name-web", "/").body()).isEqualTo("theirs");
    }

    @Test
    void theOtherDeployDidNotTouchOurs() {
        assertThat(server.get("e2e--same-name-web", "/").body()).isEqualTo("ours");
    }

    @Test
    void theListOfEndpointsHasTheCallersOwnOnly() {
        assertThat(server.send(server.api("/v1/web-endpoints?limit=1000", otherToken, otherSecret)
                                .build())
                        .body())
                .doesNotContain("e2e--");
    }

    @Test
    void theListOfAppsHasTheCallersOwnOnly() {
        // Given
        ours.deploy(TestApps.answering(folder, "only-ours", "ours")).succeeded();
        // When
        String apps = theirs.run("app", "list", "--json").succeeded().output();
        // Then
        assertThat(apps).doesNotContain("only-ours");
    }

    @Test
    void anAppOfAnotherWorkspaceCannotBeStopped() {
        // Given
        ours.deploy(TestApps.answering(folder, "stays", "still here")).succeeded();
        // When
        theirs.run("app", "stop", "stays", "--yes");
        // Then
        assertThat(server.get("e2e--stays-web", "/").body()).isEqualTo("still here");
    }

    @Test
    void aContainerOfAnotherWorkspaceIsNotKnown() {
        // Given
        ours.deploy(TestApps.answering(folder, "running", "ours")).succeeded();
        server.get("e2e--running-web", "/");
        String id = containers(ours).get(0);
        // When
        String output = theirs.run("container", "stop", id, "--yes").output();
        // Then
        assertThat(output).contains("No container " + id + " runs in this workspace or has run in it lately.");
    }

    @Test
    void aContainerOfAnotherWorkspaceIsNotListed() {
        // Given
        server.get("e2e--same-name-web", "/");
        server.get("other--same-name-web", "/");
        // When
        List<String> listed = containers(theirs);
        // Then
        assertThat(listed).isNotEmpty().doesNotContainAnyElementsOf(containers(ours));
    }

    @Test
    void aWrongTokenDeploysNothing() {
        // When
        ModalCli.Result result = ModalCli.of(ModalCli.NEWEST, server, otherToken, LiveServer.TOKEN_SECRET)
                .deploy(TestApps.answering(folder, "intruder", "hello"));
        // Then
        assertThat(result.exitCode()).isNotZero();
    }

    private static String post(String path, String json) {
        HttpResponse<String> answer = server.send(server.api(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.body();
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static List<String> containers(ModalCli client) {
        String rows = client.run("container", "list", "--json").succeeded().output();
        return Pattern.compile("ta-\\w+")
                .matcher(rows)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
