package dev.webendpoints.image.commands;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.webendpoints.image.commands.LayerStep.Argument;

/** The supported options of a command, each with its translation for {@code uv}: the same option, another, or none. */
final class OptionTable {

    private enum Value {
        NONE,
        TEXT,
        FILE
    }

    private record Rule(Value value, List<String> translation) {}

    private final Map<String, Rule> rules = new HashMap<>();

    OptionTable flags(String... names) {
        return same(Value.NONE, names);
    }

    OptionTable values(String... names) {
        return same(Value.TEXT, names);
    }

    OptionTable files(String... names) {
        return same(Value.FILE, names);
    }

    OptionTable flag(String name, String... translation) {
        rules.put(name, new Rule(Value.NONE, List.of(translation)));
        return this;
    }

    OptionTable value(String name, String... translation) {
        rules.put(name, new Rule(Value.TEXT, List.of(translation)));
        return this;
    }

    OptionTable file(String name, String... translation) {
        rules.put(name, new Rule(Value.FILE, List.of(translation)));
        return this;
    }

    private OptionTable same(Value value, String... names) {
        for (String name : names) {
            rules.put(name, new Rule(value, List.of(name)));
        }
        return this;
    }

    /**
     * @param absolute makes a path absolute in the image
     * @throws UnsupportedShell for an option that is not in the table
     */
    List<Argument> translate(List<String> arguments, UnaryOperator<String> absolute) throws UnsupportedShell {
        List<Argument> translated = new ArrayList<>();
        ListIterator<String> rest = arguments.listIterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.startsWith("-") && argument.length() > 1) {
                translated.addAll(option(argument, rest, absolute));
            } else {
                translated.add(isPath(argument) ? new Argument(absolute.apply(argument), true) : text(argument));
            }
        }
        return translated;
    }

    private List<Argument> option(String argument, ListIterator<String> rest, UnaryOperator<String> absolute)
            throws UnsupportedShell {
        String name = nameOf(argument);
        Rule rule = rules.get(name);
        if (rule == null) {
            throw new UnsupportedShell("the option " + name + " is not supported");
        }
        List<Argument> translated = new ArrayList<>(
                rule.translation().stream().map(OptionTable::text).toList());
        if (rule.value() == Value.NONE) {
            return translated;
        }
        String value = valueOf(argument, name, rest);
        if (!translated.isEmpty()) {
            boolean isFile = rule.value() == Value.FILE && !value.contains("://");
            translated.add(isFile ? new Argument(absolute.apply(value), true) : text(value));
        }
        return translated;
    }

    /** {@code --find-links=x} and {@code -rfile} have their value in the same word. */
    private String nameOf(String argument) {
        if (argument.startsWith("--")) {
            return argument.split("=", 2)[0];
        }
        return argument.length() > 2 && rules.containsKey(argument.substring(0, 2))
                ? argument.substring(0, 2)
                : argument;
    }

    private static String valueOf(String argument, String name, ListIterator<String> rest) throws UnsupportedShell {
        if (argument.length() > name.length()) {
            String value = argument.substring(name.length());
            return value.startsWith("=") ? value.substring(1) : value;
        }
        if (!rest.hasNext()) {
            throw new UnsupportedShell("the option " + name + " has no value");
        }
        return rest.next();
    }

    private static boolean isPath(String argument) {
        boolean archive = argument.endsWith(".whl") || argument.endsWith(".tar.gz");
        return argument.startsWith("/")
                || argument.startsWith("./")
                || argument.startsWith("../")
                || argument.equals(".")
                || argument.startsWith(".[")
                || archive && !argument.contains("://") && !argument.contains(" ");
    }

    private static Argument text(String text) {
        return new Argument(text, false);
    }
}
