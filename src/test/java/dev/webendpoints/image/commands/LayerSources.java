package dev.webendpoints.image.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.webendpoints.image.commands.LayerStep.Argument;

/** Layers of commands, interpreted like those of an image. */
final class LayerSources {

    private LayerSources() {}

    /** Interprets the first layer of an image. */
    static LayerPlan first(String... commands) {
        return LayerInterpreter.interpret(List.of(commands), Set.of(), OptionValues.NONE, Map.of());
    }

    /** Interprets a layer on top of another. */
    static LayerPlan layer(String... commands) {
        List<String> all = new ArrayList<>(List.of("FROM base"));
        all.addAll(List.of(commands));
        return LayerInterpreter.interpret(all, Set.of("base"), OptionValues.NONE, Map.of());
    }

    /** Returns the arguments of the install that is the layer's first step. */
    static List<String> arguments(String... commands) {
        LayerStep.Install install = (LayerStep.Install) layer(commands).steps().get(0);
        return install.arguments().stream().map(Argument::text).toList();
    }

    static Argument text(String text) {
        return new Argument(text, false);
    }

    static Argument file(String text) {
        return new Argument(text, true);
    }
}
