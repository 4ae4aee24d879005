package dev.webendpoints.e2e;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Workers with a network of their own, deployed by the real client. Needs bubblewrap, and pasta or slirp4netns. */
class OwnNetworksIT {

    private static final int PORT = 8123;

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static String output;

    @BeforeAll
    static void deploy() {
        server = SharedServer.get();
        await().until(() -> server.log().contains("programs that listen on a port"));
        assumeTrue(
                server.log().contains("programs that listen on a port have a network of their own"),
                "bubblewrap with pasta or slirp4netns does not work here");
        ModalCli modal = ModalCli.of(ModalCli.NEWEST, server);
        output = modal.deploy(program("port-one", "")).succeeded().output()
                + modal.deploy(program("port-two", "")).succeeded().output()
                + modal.deploy(program("port-guarded", ", requires_proxy_auth=True"))
                        .succeeded()
                        .output()
                + modal.deploy(blocked()).succeeded().output()
                + modal.deploy(dropping()).succeeded().output();
    }

    @Test
    void twoAppsListenOnOnePort() {
        String one = server.get("e2e--port-one-web", "/").body();
        String two = server.get("e2e--port-two-web", "/").body();

        assertThat(one).isEqualTo("port-one");
        assertThat(two).isEqualTo("port-two");
    }

    @Test
    void aPortIsNotOpenOnTheMachine() {
        assertThat(server.get("e2e--port-one-web", "/").statusCode()).isEqualTo(200);

        assertThatThrownBy(OwnNetworksIT::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void aGuardedPortIsClosedAtItsUrl() {
        HttpResponse<String> answer = server.get("e2e--port-guarded-web", "/");

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aFunctionThatBlocksTheNetworkServesAndReachesNothing() {
        assertThat(server.get("e2e--blocked-web", "/").body()).isEqualTo("OSError ConnectionRefusedError");
    }

    /** As nginx does. */
    @Test
    void aProgramThatGivesFilesAwayAndDropsItsPrivilegesServes() {
        assumeTrue(
                server.log().contains("workers have a range of user ids"),
                "there are no subordinate ids for workers here, or they cannot be mapped");

        String ids = server.get("e2e--dropping-web", "/").body();

        assertThat(ids).isEqualTo("33 33 33 33");
    }

    @Test
    void theDeployWarnsOfNothing() {
        assertThat(output).doesNotContain("block_network", "requires_proxy_auth");
    }

    private static void connect() throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), PORT).close();
    }

    private static Path program(String app, String options) {
        return TestApps.written(folder, app, """
                import subprocess
                import sys

                import modal

                app = modal.App("%s")
                CODE = '''
                import http.server

                class Handler(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200)
                        self.end_headers()
                        self.wfile.write(b"%s")

                http.server.ThreadingHTTPServer(("0.0.0.0", %d), Handler).serve_forever()
                '''


                @app.function()
                @modal.web_server(%d, startup_timeout=20%s)
                def web():
                    subprocess.Popen([sys.executable, "-c", CODE])
                """.formatted(app, app, PORT, PORT, options));
    }

    private static Path dropping() {
        return TestApps.written(folder, "dropping", """
                import subprocess
                import sys

                import modal

                app = modal.App("dropping")
                CODE = '''
                import http.server
                import os
                import pwd

                account = pwd.getpwnam("www-data")
                os.makedirs("/tmp/cache", mode=0o700, exist_ok=True)
                os.chown("/tmp/cache", account.pw_uid, account.pw_gid)
                os.setgroups([account.pw_gid])
                os.setgid(account.pw_gid)
                os.setuid(account.pw_uid)

                class Handler(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        with open("/tmp/cache/x", "w") as file:
                            made = os.fstat(file.fileno())
                        self.send_response(200)
                        self.end_headers()
                        self.wfile.write(f"{os.getuid()} {os.getgid()} {made.st_uid} {made.st_gid}".encode())

                http.server.ThreadingHTTPServer(("0.0.0.0", 8123), Handler).serve_forever()
                '''


                @app.function()
                @modal.web_server(8123, startup_timeout=20)
                def web():
                    subprocess.Popen([sys.executable, "-c", CODE])
                """);
    }

    private static Path blocked() {
        return TestApps.written(
                folder, "blocked", """
                import socket

                import modal

                app = modal.App("blocked")


                def reach(host, port):
                    try:
                        socket.create_connection((host, port), timeout=2).close()
                        return "reached"
                    except OSError as error:
                        return type(error).__name__


                @app.function(block_network=True)
                @modal.asgi_app()
                def web():
                    async def application(scope, receive, send):
                        body = f"{reach('203.0.113.1', 80)} {reach('127.0.0.1', %d)}".encode()
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": body})

                    return application
                """.formatted(URI.create(server.controlUrl()).getPort()));
    }
}
