package dev.webendpoints.boot.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The account that PostgreSQL, which refuses to run as root, runs under.
 *
 * <p>An ordinary user starts it directly. Root starts it in a user namespace without mappings, where PostgreSQL sees
 * the user {@code nobody} but has access to root's files; where such namespaces are forbidden, as the account
 * {@code nobody}.
 */
sealed interface PostgresAccount {

    /** Returns the command line that runs {@code command} under this account. */
    List<String> running(List<String> command);

    /** Makes this account the owner of the directory and its contents. */
    void own(Path directory) throws IOException;

    static PostgresAccount ofThisProcess() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Ordinary();
        }
        Namespace namespace = new Namespace();
        if (succeeds(namespace.running(List.of("true")))) {
            return namespace;
        }
        Nobody nobody = new Nobody();
        if (succeeds(nobody.running(List.of("true")))) {
            return nobody;
        }
        throw new PostgresUnavailable(
                "PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works here;"
                        + " start the server as an ordinary user, or set QUARKUS_DATASOURCE_REACTIVE_URL and"
                        + " QUARKUS_DATASOURCE_JDBC_URL to a PostgreSQL of your own");
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> prefixed(List<String> prefix, List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    record Ordinary() implements PostgresAccount {
        @Override
        public List<String> running(List<String> command) {
            return command;
        }

        @Override
        public void own(Path directory) {}
    }

    record Namespace() implements PostgresAccount {
        @Override
        public List<String> running(List<String> command) {
            return prefixed(List.of("unshare", "--user"), command);
        }

        @Override
        public void own(Path directory) {}
    }

    record Nobody() implements PostgresAccount {

        /** The id of the user {@code nobody} and of its group on every Linux; the group's name differs. */
        private static final int ID = 65534;

        @Override
        public List<String> running(List<String> command) {
            return prefixed(List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups"), command);
        }

        @Override
        public void own(Path directory) throws IOException {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.toList()) {
                    Files.setAttribute(path, "unix:uid", ID);
                }
            }
        }
    }
}
