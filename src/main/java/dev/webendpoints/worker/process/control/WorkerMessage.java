package dev.webendpoints.worker.process.control;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A message from a worker on its control socket. It is untrusted: the worker is a process of the user. */
public sealed interface WorkerMessage {

    ObjectMapper JSON = new ObjectMapper();

    /** @param addresses addresses at which the server reaches the worker, by web method */
    record Ready(Map<String, SocketAddress> addresses) implements WorkerMessage {}

    record Failed(String reason, String traceback) implements WorkerMessage {}

    /** The code of a call goes on after its response, whose end is withheld until this is confirmed. */
    record Outliving(String callId) implements WorkerMessage {}

    /** The code of a call has returned. */
    record Returned(String callId) implements WorkerMessage {}

    /** The most characters of a call's id. */
    int LONGEST_CALL_ID = 64;

    /** The program that a web server method started has exited. */
    record ProgramEnded(String method, int code) implements WorkerMessage {}

    /**
     * @param places addresses that this worker may report
     * @throws IOException if the line is not a valid message
     */
    static WorkerMessage parse(String line, WorkerPlaces places) throws IOException {
        JsonNode message = JSON.readTree(line);
        String event = message.path("event").asText();
        switch (event) {
            case "ready":
                return new Ready(addresses(message.path("methods"), places));
            case "failed":
                return new Failed(
                        message.path("reason").asText("the worker could not start"),
                        message.path("traceback").asText(""));
            case "exited":
                return new ProgramEnded(
                        message.path("method").asText(), message.path("code").asInt());
            case "outliving":
                return new Outliving(callId(message));
            case "returned":
                return new Returned(callId(message));
            default:
                throw new IOException("no such event: " + event);
        }
    }

    private static String callId(JsonNode message) throws IOException {
        String id = message.path("call").asText();
        if (id.length() > LONGEST_CALL_ID) {
            throw new IOException("a call id of " + id.length() + " characters");
        }
        return id;
    }

    private static Map<String, SocketAddress> addresses(JsonNode methods, WorkerPlaces places) throws IOException {
        Map<String, SocketAddress> addresses = new HashMap<>();
        for (Entry<String, JsonNode> method : methods.properties()) {
            addresses.put(method.getKey(), address(method.getKey(), method.getValue(), places));
        }
        return addresses;
    }

    private static SocketAddress address(String method, JsonNode address, WorkerPlaces places) throws IOException {
        if (address.has("unix")) {
            return places.socket(address.path("unix").asText());
        }
        JsonNode tcp = address.path("tcp");
        return places.port(method, tcp.path(0).asText(), tcp.path(1).asInt());
    }
}
