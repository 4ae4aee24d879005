package dev.webendpoints.worker.process;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** What a zygote says on its control socket. It runs packages of the user's: nothing in it is believed without need. */
sealed interface ZygoteMessage {

    /** @param packages top-level names that it has imported */
    record Ready(Set<String> packages) implements ZygoteMessage {}

    /** It cannot be forked from. */
    record Unfit(String reason) implements ZygoteMessage {}

    /**
     * @param pid of its first process, as the zygote sees it
     * @param stdout the zygote's descriptor of the end that reads it
     * @param stderr likewise
     */
    record Forked(String workerId, long pid, int stdout, int stderr) implements ZygoteMessage {}

    record Unforked(String workerId, String reason) implements ZygoteMessage {}

    record Ended(String workerId, int status) implements ZygoteMessage {}

    /** A process waits to be a worker, and will be the next one. */
    record Spare(long pid) implements ZygoteMessage {}

    /** @throws IOException for anything that is not such a message */
    static ZygoteMessage parse(String line) throws IOException {
        JsonNode message = WorkerMessage.JSON.readTree(line);
        String event = message.path("event").asText();
        String worker = message.path("worker").asText();
        switch (event) {
            case "ready":
                return new Ready(StreamSupport.stream(message.path("packages").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toUnmodifiableSet()));
            case "failed":
                return new Unfit(message.path("reason").asText("it gave no reason"));
            case "forked":
                return new Forked(
                        worker,
                        message.path("pid").asLong(),
                        message.path("out").asInt(-1),
                        message.path("err").asInt(-1));
            case "spare":
                return new Spare(message.path("pid").asLong());
            case "unforked":
                return new Unforked(worker, message.path("reason").asText("it gave no reason"));
            case "ended":
                return new Ended(worker, message.path("code").asInt());
            default:
                throw new IOException("no such event: " + event);
        }
    }
}
