package dev.webendpoints.worker.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a worker says on its control socket. It is the user's process: nothing in it is believed without need. */
sealed interface WorkerMessage {

    ObjectMapper JSON = new ObjectMapper();

    /** @param addresses where the server reaches it, by web method */
    record Ready(Map<String, SocketAddress> addresses) implements WorkerMessage {}

    record Failed(String reason, String traceback) implements WorkerMessage {}

    /** A program that a web server method started has ended. */
    record ProgramEnded(String method, int code) implements WorkerMessage {}

    /** Where the server reaches a worker's socket of this name. */
    interface Sockets {

        Path named(String name) throws IOException;
    }

    /**
     * @param sockets of this worker
     * @throws IOException for anything that is not such a message
     */
    static WorkerMessage parse(String line, Sockets sockets) throws IOException {
        JsonNode message = JSON.readTree(line);
        String event = message.path("event").asText();
        switch (event) {
            case "ready":
                return new Ready(addresses(message.path("methods"), sockets));
            case "failed":
                return new Failed(
                        message.path("reason").asText("the worker could not start"),
                        message.path("traceback").asText(""));
            case "exited":
                return new ProgramEnded(
                        message.path("method").asText(), message.path("code").asInt());
            default:
                throw new IOException("no such event: " + event);
        }
    }

    private static Map<String, SocketAddress> addresses(JsonNode methods, Sockets sockets) throws IOException {
        Map<String, SocketAddress> addresses = new HashMap<>();
        for (Entry<String, JsonNode> method : methods.properties()) {
            addresses.put(method.getKey(), address(method.getValue(), sockets));
        }
        return addresses;
    }

    /** A worker cannot have requests sent elsewhere: only the name of a socket counts, and only this machine's addresses. */
    private static SocketAddress address(JsonNode address, Sockets sockets) throws IOException {
        if (address.has("unix")) {
            Path name = Path.of(address.path("unix").asText()).getFileName();
            if (name == null) {
                throw new IOException("a socket has a name");
            }
            return UnixDomainSocketAddress.of(sockets.named(name.toString()));
        }
        JsonNode tcp = address.path("tcp");
        InetAddress host = InetAddress.getByName(tcp.path(0).asText("127.0.0.1"));
        if (!host.isLoopbackAddress() && NetworkInterface.getByInetAddress(host) == null) {
            throw new IOException("a worker's address is one of this machine's, not " + host.getHostAddress());
        }
        return new InetSocketAddress(host, tcp.path(1).asInt());
    }
}
