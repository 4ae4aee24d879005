package dev.webendpoints.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * User namespaces with a range of ids, which bubblewrap can join but not create. A small program of the server creates
 * one before bubblewrap starts. The program is on the class path and is passed as an argument to an interpreter of the
 * host.
 *
 * @param python an interpreter of the host that no tenant can write to
 * @param user owner of the namespaces
 * @param ids ids that the user has in addition to its own
 */
public record UserNamespaces(Path python, TenantUser user, SubordinateIds ids) {

    /** The file descriptor at which the command inherits the open namespace. */
    public static final int DESCRIPTOR = 10;

    private static final String RESOURCE = "python/user_namespace.py";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the number of ids in a namespace, including its user's. */
    public int size() {
        return ids.count() + 1;
    }

    /**
     * Returns the program that creates a namespace and then runs the command that follows its arguments.
     *
     * @param inside the user's id in the namespace; the other ids follow it
     * @param processes maximum number of processes in the namespace, over all ids; 0 for no limit
     */
    public List<String> making(int inside, int processes) {
        return program(inside, processes, false);
    }

    /**
     * Returns the program that creates a namespace and runs the command that follows in it, as its root. The command
     * has access to all files of the user and its subordinate ids, and to no others.
     */
    public List<String> entering() {
        return program(0, 0, true);
    }

    private List<String> program(int inside, int processes, boolean enters) {
        Map<String, Object> order = new HashMap<>();
        order.put("uid", user.uid().isPresent() ? user.uid().getAsLong() : null);
        order.put("first_uid", ids.firstUid());
        order.put("first_gid", ids.firstGid());
        order.put("count", ids.count());
        order.put("inside", inside);
        order.put("processes", processes);
        order.put("enters", enters);
        order.put(
                "new_uid_map",
                ids.programs().map(programs -> programs.users().toString()).orElse(null));
        order.put(
                "new_gid_map",
                ids.programs().map(programs -> programs.groups().toString()).orElse(null));
        try {
            return List.of(python.toString(), "-I", "-S", "-c", text(), JSON.writeValueAsString(order));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text() {
        try (InputStream text = UserNamespaces.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the class path lacks " + RESOURCE, e);
        }
    }
}
