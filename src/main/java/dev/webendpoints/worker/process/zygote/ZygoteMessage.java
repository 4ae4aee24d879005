package dev.webendpoints.worker.process.zygote;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import dev.webendpoints.worker.process.control.WorkerMessage;

/** A message from a zygote on its control socket. It is untrusted, since the zygote runs the user's packages. */
sealed interface ZygoteMessage {

    /**
     * @param packages top-level names that the zygote has imported
     * @param variables names of the variables that these packages have read
     */
    record Ready(Set<String> packages, Set<String> variables) implements ZygoteMessage {}

    /** The zygote cannot be forked from. */
    record Unfit(String reason) implements ZygoteMessage {}

    /**
     * @param pid pid of the worker's first process, as the zygote sees it
     * @param stdout the zygote's descriptor of the reading end
     * @param stderr likewise
     */
    record Forked(String workerId, long pid, int stdout, int stderr) implements ZygoteMessage {}

    record Unforked(String workerId, String reason) implements ZygoteMessage {}

    record Ended(String workerId, int status) implements ZygoteMessage {}

    /** A process is forked ahead and waits to become the next worker. */
    record Spare(long pid) implements ZygoteMessage {}

    /** @throws IOException if the line is not a valid message */
    static ZygoteMessage parse(String line) throws IOException {
        JsonNode message = WorkerMessage.JSON.readTree(line);
        String event = message.path("event").asText();
        String worker = message.path("worker").asText();
        switch (event) {
            case "ready":
                return new Ready(texts(message.path("packages")), texts(message.path("variables")));
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

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toUnmodifiableSet());
    }
}
