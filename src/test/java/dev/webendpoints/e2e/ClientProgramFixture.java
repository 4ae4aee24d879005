package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Runs a program of the Modal client once, which prints the answer of each case as a line of JSON. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientProgramFixture {

    static final Path APPS = Path.of("src", "test", "resources", "apps");

    private final Map<String, JsonNode> answers = new HashMap<>();

    /** Returns the version of the client. */
    abstract String version();

    /** Returns the name of the program's file. */
    abstract String program();

    /** Deploys what the program needs. */
    void prepare(ModalCli modal) {}

    /** Runs the program. */
    ModalCli.Result run(ModalCli modal) {
        return modal.python(APPS.resolve(program()).toString());
    }

    @BeforeAll
    void runProgram() throws Exception {
        ModalCli modal = ModalCli.of(version(), SharedServer.get());
        prepare(modal);
        String printed = run(modal).succeeded().output();
        for (String line : printed.lines().filter(each -> each.startsWith("{")).toList()) {
            JsonNode answer = new ObjectMapper().readTree(line);
            answers.put(answer.get("case").asText(), answer.get("answer"));
        }
    }

    /** Returns the answer of a case. */
    JsonNode answer(String name) {
        return answers.get(name);
    }
}
