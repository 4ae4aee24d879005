package dev.webendpoints.worker.process;

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

/**
 * Starts {@link NetworkAgent}s. Their program is the server's own text, run by an interpreter of the host without anything
 * of a tenant's; it is on the class path, and passed as an argument.
 *
 * @param python an interpreter of the host that no tenant can write to
 * @param user as whom workers run
 */
record NetworkAgents(Path python, TenantUser user) {

    private static final String RESOURCE = "python/network_agent.py";
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    /**
     * Starts one. Blocks for milliseconds.
     *
     * @param workerId whose network it is, to be found by when the server was killed; null for none
     * @param pid a process in the network
     * @param socket where it is to listen for dials; empty when nothing is dialed
     * @param stack that is to lead out; empty when nothing may
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

    private static String text() {
        try (InputStream text = NetworkAgents.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the class path lacks " + RESOURCE, e);
        }
    }
}
