package dev.webendpoints.worker.process.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.webendpoints.sandbox.TenantUser;
import dev.webendpoints.worker.process.control.WorkerMessage;
import dev.webendpoints.worker.process.run.OrphanedProcesses;

/**
 * Starts {@link NetworkAgent}s. Their program is on the class path and is passed as an argument to an interpreter of
 * the host, which uses no files or variables of a tenant.
 *
 * @param python an interpreter of the host that no tenant can write to
 * @param user user that workers run as
 */
record NetworkAgents(Path python, TenantUser user) {

    private static final String RESOURCE = "python/network_agent.py";
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    /**
     * Starts an agent. Blocks for milliseconds.
     *
     * @param workerId worker that owns the network, by which the agent is found after the server was killed; null for
     *     none
     * @param pid pid of a process in the network
     * @param socket socket on which the agent listens for dial requests; empty if no port is dialed
     * @param stack stack for outgoing traffic; empty if none is allowed
     */
    NetworkAgent start(String workerId, long pid, Optional<Path> socket, Optional<NetworkStack> stack)
            throws IOException {
        Map<String, Object> order = new HashMap<>();
        order.put("pid", pid);
        order.put("socket", socket.map(Path::toString).orElse(null));
        order.put("stack", stack.map(each -> each.command(pid)).orElse(null));
        order.put("uid", user.uid().isPresent() ? user.uid().getAsLong() : null);
        ProcessBuilder agent = new ProcessBuilder(
                List.of(python.toString(), "-I", "-S", "-c", text(), WorkerMessage.JSON.writeValueAsString(order)));
        agent.directory(Path.of("/").toFile()).redirectErrorStream(true);
        agent.environment().clear();
        agent.environment().put("PATH", PATH);
        if (workerId != null) {
            agent.environment().put(OrphanedProcesses.MARKER, workerId);
        }
        return new NetworkAgent(agent.start());
    }

    /** Returns the program of an agent. */
    static String text() {
        try (InputStream text = NetworkAgents.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the class path lacks " + RESOURCE, e);
        }
    }
}
