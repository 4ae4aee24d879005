package dev.webendpoints.worker.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.sandbox.UserNamespaces;

/**
 * The user ids that workers have in their namespace, and what root may do there, in bubblewrap's arguments. With a range,
 * programs that change users or give files away do what they do in a container; without, a worker is root and nobody else,
 * and has no capability. A worker is the same user of the host either way.
 *
 * @param range empty where a worker has one id
 */
record WorkerUserIds(Optional<UserNamespaces> range) {

    static final WorkerUserIds ONE = new WorkerUserIds(Optional.empty());

    private static final int ROOT = 0;

    /**
     * A zygote is not root: who is root without capabilities may not make another one root in a namespace
     * (user_namespaces(7)). It maps its own id and those that follow; {@code confined.py} knows which it is.
     */
    private static final int ZYGOTE = 1;

    /** The same in a namespace of one id. */
    private static final String LONE_ZYGOTE = "1000";

    /** What root may do with a range of ids: part of what container runtimes leave. {@code capabilities.py} has it too. */
    private static final List<String> ROOTS = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_KILL",
            "CAP_NET_BIND_SERVICE",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    /** What a zygote needs to map the ids of those that it forks; of its own it can change no more than they. */
    private static final List<String> ZYGOTES = List.of("CAP_SETGID", "CAP_SETUID");

    /** A directory for temporary files of every user. */
    private static final String OPEN_TO_ALL = "1777";

    /** How many ids a worker has. */
    int count() {
        return range.map(UserNamespaces::size).orElse(1);
    }

    /** The program that makes a worker's namespace and runs what follows; empty where bubblewrap makes it. */
    List<String> making(int processes) {
        return range.map(namespaces -> namespaces.making(ROOT, processes)).orElse(List.of());
    }

    /** The same for a zygote. */
    List<String> makingForZygote(int processes) {
        return range.map(namespaces -> namespaces.making(ZYGOTE, processes)).orElse(List.of());
    }

    /** The program that makes a namespace like a worker's and runs what follows in it; empty where there is one id. */
    List<String> entering() {
        return range.map(UserNamespaces::entering).orElse(List.of());
    }

    /** A worker's, for bubblewrap. */
    List<String> arguments() {
        return range.isPresent() ? joining(ROOTS) : alone(Integer.toString(ROOT));
    }

    /** A zygote's, for bubblewrap. */
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
