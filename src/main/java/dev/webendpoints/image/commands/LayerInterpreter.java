package dev.webendpoints.image.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Interprets the commands of one layer from top to bottom. Commands that only matter to a container ({@code CMD},
 * {@code EXPOSE} …) are ignored; a command that a virtual environment cannot support becomes a
 * {@link LayerStep.HostCommand}, whose treatment the operator configures.
 */
public final class LayerInterpreter {

    private static final Set<String> WITHOUT_EFFECT =
            Set.of("CMD", "SHELL", "EXPOSE", "LABEL", "MAINTAINER", "STOPSIGNAL", "VOLUME", "HEALTHCHECK", "ONBUILD");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UV_PROJECT_PATH = "/.uv/.venv/bin";

    private final Set<String> bases;
    private final Map<String, String> buildArguments;
    private final List<LayerStep> steps = new ArrayList<>();
    private final Map<String, String> variables;
    private final Map<String, String> arguments = new HashMap<>();
    private String workdir;
    private boolean fromSeen;
    private boolean pythonBase;

    private LayerInterpreter(Set<String> bases, OptionValues inherited, Map<String, String> buildArguments) {
        this.bases = bases;
        this.buildArguments = buildArguments;
        this.variables = new TreeMap<>(inherited.variables());
        this.workdir = inherited.workdir();
    }

    /**
     * @param bases the names that the layer uses for its base images
     * @param inherited the settings inherited from the base image
     * @throws CommandRejected if it requires something that is never supported
     */
    public static LayerPlan interpret(
            List<String> commands, Set<String> bases, OptionValues inherited, Map<String, String> buildArguments) {
        LayerInterpreter interpreter = new LayerInterpreter(bases, inherited, buildArguments);
        Instruction.parse(commands).forEach(interpreter::read);
        return new LayerPlan(
                List.copyOf(interpreter.steps), new OptionValues(interpreter.variables, interpreter.workdir));
    }

    private void read(Instruction instruction) {
        try {
            switch (instruction.keyword()) {
                case "FROM" -> onFrom(instruction);
                case "ENV" -> onEnv(instruction);
                case "ARG" -> onArg(instruction);
                case "WORKDIR" -> workdir = absolute(String.join(" ", words(instruction)));
                case "COPY", "ADD" -> onCopy(instruction);
                case "RUN" -> onRun(instruction);
                case "ENTRYPOINT" -> onEntrypoint(instruction);
                case "USER" ->
                    steps.add(new LayerStep.Note("USER has no effect: workers run as the server's own user"));
                default -> onOther(instruction);
            }
        } catch (UnsupportedShell e) {
            steps.add(new LayerStep.HostCommand(instruction.toString(), e.getMessage()));
        }
    }

    private void onFrom(Instruction instruction) throws UnsupportedShell {
        if (fromSeen) {
            throw new CommandRejected("the image has more than one FROM: builds in stages are not supported");
        }
        fromSeen = true;
        String image = words(instruction).stream()
                .filter(word -> !word.startsWith("--"))
                .findFirst()
                .orElse("");
        if (!bases.contains(image)) {
            steps.add(BaseImage.python(image));
            pythonBase = true;
        }
    }

    private void onEnv(Instruction instruction) throws UnsupportedShell {
        String text = instruction.arguments();
        if (!text.split("\\s", 2)[0].contains("=")) {
            String[] parts = text.split("\\s+", 2);
            variables.put(parts[0], parts.length > 1 ? String.join(" ", ShellWords.of(parts[1], scope())) : "");
            return;
        }
        Map<String, String> before = scope();
        for (String word : ShellWords.of(text, before)) {
            String[] parts = word.split("=", 2);
            set(parts[0], parts.length > 1 ? parts[1] : "");
        }
    }

    /** Drops the path of the environment that {@code uv_sync} creates in a container; here it is the image's own. */
    private void set(String name, String value) {
        if (!name.equals("PATH")) {
            variables.put(name, value);
            return;
        }
        List<String> parts = new ArrayList<>(List.of(value.split(":")));
        parts.removeIf(part -> part.isEmpty() || part.equals(UV_PROJECT_PATH));
        if (parts.isEmpty()) {
            variables.remove(name);
        } else {
            variables.put(name, String.join(":", parts));
        }
    }

    private void onArg(Instruction instruction) throws UnsupportedShell {
        for (String word : words(instruction)) {
            String[] parts = word.split("=", 2);
            String value = buildArguments.getOrDefault(parts[0], parts.length > 1 ? parts[1] : "");
            arguments.put(parts[0], value);
        }
    }

    private void onCopy(Instruction instruction) throws UnsupportedShell {
        List<String> words =
                instruction.arguments().startsWith("[") ? jsonWords(instruction.arguments()) : words(instruction);
        List<String> options =
                words.stream().filter(word -> word.startsWith("--")).toList();
        List<String> paths =
                words.stream().filter(word -> !word.startsWith("--")).toList();
        if (options.stream().anyMatch(option -> option.startsWith("--from="))) {
            onCopyFromImage(instruction, paths);
            return;
        }
        if (paths.size() < 2 || paths.stream().anyMatch(path -> path.contains("://"))) {
            throw new UnsupportedShell("it does not copy files of the build's context");
        }
        if (paths.get(0).startsWith("/python/") && paths.get(paths.size() - 1).equals("/usr/local")) {
            throw new CommandRejected(
                    "Image.from_registry(add_python=) is not supported: use an image that has Python, "
                            + "Image.debian_slim(python_version=…) or Image.from_registry(\"python:3.x\")");
        }
        String target = paths.get(paths.size() - 1);
        String end = target.endsWith("/") && !target.equals("/") ? "/" : "";
        steps.add(new LayerStep.Copy(paths.subList(0, paths.size() - 1), absolute(target) + end));
    }

    /** The client copies uv from its image; this server uses the host's uv. */
    private void onCopyFromImage(Instruction instruction, List<String> paths) throws UnsupportedShell {
        boolean uv = instruction.arguments().contains("astral-sh/uv")
                && !paths.isEmpty()
                && paths.get(0).startsWith("/uv");
        if (!uv) {
            throw new UnsupportedShell("it copies from another image");
        }
    }

    private void onRun(Instruction instruction) throws UnsupportedShell {
        String text = instruction.arguments().replaceFirst("^(--mount=type=cache\\S*\\s+)+", "");
        if (pythonBase && BaseImage.isPreamble(text)) {
            return;
        }
        if (text.startsWith("--")) {
            throw new UnsupportedShell("the option " + text.split("[=\\s]", 2)[0] + " is not supported");
        }
        List<List<String>> commands =
                text.startsWith("[") ? List.of(jsonWords(text)) : ShellWords.commands(text, scope());
        List<LayerStep> read = new ArrayList<>();
        for (List<String> command : commands) {
            read.add(step(command));
        }
        steps.addAll(read);
    }

    private LayerStep step(List<String> command) throws UnsupportedShell {
        Optional<LayerStep> apt = AptCommands.read(command);
        if (apt.isPresent()) {
            return apt.get();
        }
        return InstallerCommands.read(command, this::absolute)
                .orElseGet(() -> new LayerStep.HostCommand(
                        "RUN " + String.join(" ", command), "no commands are run on the host"));
    }

    private void onEntrypoint(Instruction instruction) {
        if (!instruction.arguments().matches("\\[\\s*\\]")) {
            steps.add(new LayerStep.Note("ENTRYPOINT has no effect: nothing but the function itself is run"));
        }
    }

    private void onOther(Instruction instruction) throws UnsupportedShell {
        if (!WITHOUT_EFFECT.contains(instruction.keyword())) {
            throw new UnsupportedShell("it is no instruction that this server knows");
        }
    }

    private List<String> words(Instruction instruction) throws UnsupportedShell {
        return ShellWords.of(instruction.arguments(), scope());
    }

    private Map<String, String> scope() {
        Map<String, String> scope = new HashMap<>(arguments);
        scope.putAll(variables);
        return scope;
    }

    private String absolute(String path) {
        return Path.of(workdir == null ? "/" : workdir)
                .resolve(path)
                .normalize()
                .toString();
    }

    private static List<String> jsonWords(String text) throws UnsupportedShell {
        try {
            return List.of(JSON.readValue(text, String[].class));
        } catch (JsonProcessingException e) {
            throw new UnsupportedShell("its list of words is not JSON");
        }
    }
}
