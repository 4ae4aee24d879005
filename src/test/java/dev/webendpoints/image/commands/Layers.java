package dev.webendpoints.image.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.webendpoints.image.commands.Step.Argument;

/** Layers of commands, read as an image's are. */
final class Layers {

    private Layers() {}

    /** An image's first. */
    static Plan first(String... commands) {
        return LayerInterpreter.interpret(List.of(commands), Set.of(), Settings.NONE, Map.of());
    }

    /** One on top of another. */
    static Plan layer(String... commands) {
        List<String> all = new ArrayList<>(List.of("FROM base"));
        all.addAll(List.of(commands));
        return LayerInterpreter.interpret(all, Set.of("base"), Settings.NONE, Map.of());
    }

    /** Of the install that is a layer's first step. */
    static List<String> arguments(String... commands) {
        Step.Install install = (Step.Install) layer(commands).steps().get(0);
        return install.arguments().stream().map(Argument::text).toList();
    }

    static Argument text(String text) {
        return new Argument(text, false);
    }

    static Argument file(String text) {
        return new Argument(text, true);
    }
}
