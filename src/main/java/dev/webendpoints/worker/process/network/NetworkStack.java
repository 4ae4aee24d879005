package dev.webendpoints.worker.process.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.webendpoints.host.HostPrograms;
import dev.webendpoints.worker.process.run.WorkerNetwork;

/**
 * A user-mode network stack: a program that connects a network namespace with the outside through sockets of the
 * machine, so that it needs no privilege there. Both kinds give the namespace the same addresses. The machine's
 * loopback addresses are not reachable through it, and it opens no port on the machine.
 */
record NetworkStack(Kind kind, Path program) {

    enum Kind {
        PASTA,
        SLIRP4NETNS
    }

    /** Returns the installed stacks, the preferred one first. Blocks briefly. */
    static List<NetworkStack> installed() {
        return Stream.of(Kind.values())
                .flatMap(
                        kind -> HostPrograms.find(kind.name().toLowerCase(Locale.ROOT))
                                .map(program -> new NetworkStack(kind, program))
                                .stream())
                .toList();
    }

    /** Returns the command that attaches the stack to the namespaces of a process. */
    List<String> command(long pid) {
        String user = "/proc/" + pid + "/ns/user";
        String network = "/proc/" + pid + "/ns/net";
        return switch (kind) {
            case PASTA -> pasta(user, network);
            case SLIRP4NETNS -> slirp4netns(user, network);
        };
    }

    private List<String> pasta(String user, String network) {
        return List.of(
                program.toString(),
                "--quiet",
                "--foreground",
                "--config-net",
                "--ipv4-only",
                "--address",
                "10.0.2.100",
                "--netmask",
                "24",
                "--gateway",
                "10.0.2.2",
                "--dns-forward",
                WorkerNetwork.NAME_SERVER,
                "--no-map-gw",
                "--tcp-ports",
                "none",
                "--udp-ports",
                "none",
                "--tcp-ns",
                "none",
                "--udp-ns",
                "none",
                "--userns",
                user,
                "--netns",
                network);
    }

    private List<String> slirp4netns(String user, String network) {
        return List.of(
                program.toString(),
                "--configure",
                "--mtu=65520",
                "--disable-host-loopback",
                "--userns-path=" + user,
                "--netns-type=path",
                network,
                "tap0");
    }

    @Override
    public String toString() {
        return kind == Kind.PASTA ? "pasta" : "slirp4netns";
    }
}
