package dev.webendpoints.worker.process.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.sandbox.UserNamespaces;

/**
 * The user ids and root capabilities of workers in their namespace, as bubblewrap's arguments. With a range of ids,
 * programs that change users or owners of files work as in a container. Without one, a worker has root as its only
 * user, and no capabilities. The worker is the same user of the host either way.
 *
 * @param range empty if a worker has one id
 */
record WorkerUserIds(Optional<UserNamespaces> range) {

    static final WorkerUserIds ONE = new WorkerUserIds(Optional.empty());

    private static final int ROOT = 0;

    /**
     * The id of a zygote, which is not root: root without capabilities may not map root in a child namespace
     * (user_namespaces(7)). The zygote maps its own id and those that follow; {@code confined.py} has the same
     * constant.
     */
    private static final int ZYGOTE = 1;

    /** The id of a zygote in a namespace with one id. */
    private static final String LONE_ZYGOTE = "1000";

    /** Root's capabilities with a range of ids: part of those in containers. {@code capabilities.py} has them too. */
    private static final List<String> ROOTS = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_KILL",
            "CAP_NET_BIND_SERVICE",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    /** The capabilities that a zygote needs to map ids for its workers; they allow it no more than the workers have. */
    private static final List<String> ZYGOTES = List.of("CAP_SETGID", "CAP_SETUID");

    /** Mode of a directory for temporary files of every user. */
    private static final String OPEN_TO_ALL = "1777";

    /** Returns the number of ids of a worker. */
    int count() {
        return range.map(UserNamespaces::size).orElse(1);
    }

    /** Returns the program that creates a worker's namespace and runs what follows; empty if bubblewrap creates it. */
    List<String> making(int processes) {
        return range.map(namespaces -> namespaces.making(ROOT, processes)).orElse(List.of());
    }

    /** Like {@link #making}, for a zygote. */
    List<String> makingForZygote(int processes) {
        return range.map(namespaces -> namespaces.making(ZYGOTE, processes)).orElse(List.of());
    }

    /** Returns the program that runs what follows in a namespace like a worker's; empty if there is one id. */
    List<String> entering() {
        return range.map(UserNamespaces::entering).orElse(List.of());
    }

    /** Returns a worker's arguments for bubblewrap. */
    List<String> arguments() {
        return range.isPresent() ? joining(ROOTS) : alone(Integer.toString(ROOT));
    }

    /** Returns a zygote's arguments for bubblewrap. */
    List<String> argumentsForZygote() {
        return range.isPresent() ? joining(ZYGOTES) : alone(LONE_ZYGOTE);
    }

    private static List<String> joining(List<String> capabilities) {
        List<String> arguments = new ArrayList<>(List.of(
                "--userns",
                Integer.toString(UserNamespaces.DESCRIPTOR),
                "--cap-drop",
                "ALL",
                "--perms",
                OPEN_TO_ALL,
                "--dir",
                "/var/tmp"));
        capabilities.forEach(capability -> arguments.addAll(List.of("--cap-add", capability)));
        return arguments;
    }

    private static List<String> alone(String id) {
        return List.of("--unshare-user", "--uid", id, "--gid", id, "--cap-drop", "ALL");
    }
}
