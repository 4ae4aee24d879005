package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.lease.DialedAddress;

/** A port in a worker's own network, reached as by the gateway: through a descriptor that its network agent passes. */
final class DialedPort {

    private static final String DIAL = String.join(
            "\n",
            "import socket, sys",
            "dialer = socket.socket(socket.AF_UNIX)",
            "dialer.connect(sys.argv[1])",
            "dialer.sendall(sys.argv[2].encode() + b'\\n')",
            "_, fds, _, _ = socket.recv_fds(dialer, 1, 8)",
            "if not fds: sys.exit('\"refused\"')",
            "assert len(fds) == 1",
            "made = socket.socket(fileno=fds[0])",
            "made.setblocking(True)",
            "made.sendall(sys.argv[3].encode() + b'\\n')",
            "print(made.makefile().read())");

    private DialedPort() {}

    /** Returns the value of a Python expression in the worker; the text "refused" if there is no connection. */
    static JsonNode ask(String python, DialedAddress port, String expression) {
        String target =
                port.port().getAddress().getHostAddress() + " " + port.port().getPort();
        try {
            Process dial = new ProcessBuilder(
                            List.of(python, "-c", DIAL, port.dialer().getPath().toString(), target, expression))
                    .redirectErrorStream(true)
                    .start();
            return new ObjectMapper().readTree(dial.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
