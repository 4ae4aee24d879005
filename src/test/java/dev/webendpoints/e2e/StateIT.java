package dev.webendpoints.e2e;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Dicts and queues with the newest client, its command line, and from a worker. */
class StateIT extends StateCases {

    @Override
    String version() {
        return ModalCli.NEWEST;
    }

    private static String cli(String... arguments) {
        return ModalCli.of(ModalCli.NEWEST, SharedServer.get())
                .run(arguments)
                .succeeded()
                .output();
    }

    @Test
    void theCommandLineListsAndDeletesDicts() {
        cli("dict", "create", "by-cli");
        assertThat(cli("dict", "list")).contains("by-cli");

        cli("dict", "delete", "--yes", "by-cli");

        assertThat(cli("dict", "list")).doesNotContain("by-cli");
    }

    @Test
    void theCommandLineListsAndDeletesQueues() {
        cli("queue", "create", "jobs-by-cli");
        assertThat(cli("queue", "list")).contains("jobs-by-cli");

        cli("queue", "delete", "--yes", "jobs-by-cli");

        assertThat(cli("queue", "list")).doesNotContain("jobs-by-cli");
    }
}
