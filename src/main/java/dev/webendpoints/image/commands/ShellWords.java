package dev.webendpoints.image.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a line into words as a shell does, and as Docker does for {@code ENV}: single quotes, double quotes,
 * backslashes, {@code $NAME}, <code>${NAME}</code>, <code>${NAME:-default}</code>, <code>${NAME:+alternative}</code>.
 * {@code $(command -v python)}, which the Modal client sends, becomes the word {@code python}.
 */
final class ShellWords {

    private static final String KNOWN_SUBSTITUTION = "$(command -v python)";
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::([-+])([^}]*))?\\})");
    private static final String OPERATORS = "|<>()`&;";

    private final String text;
    private final Map<String, String> variables;
    private final boolean shell;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private StringBuilder word;
    private int at;

    private ShellWords(String text, Map<String, String> variables, boolean shell) {
        this.text = text;
        this.variables = variables;
        this.shell = shell;
    }

    /** Returns the words of a Docker instruction, where {@code &} and {@code |} are ordinary characters. */
    static List<String> of(String text, Map<String, String> variables) throws UnsupportedShell {
        List<List<String>> commands = new ShellWords(text, variables, false).split();
        return commands.isEmpty() ? List.of() : commands.get(0);
    }

    /**
     * Returns the commands of a shell line that only runs them in sequence, separated by {@code &&} or {@code ;}.
     *
     * @throws UnsupportedShell if it uses pipes, redirections or substitutions
     */
    static List<List<String>> commands(String text, Map<String, String> variables) throws UnsupportedShell {
        return new ShellWords(text, variables, true).split();
    }

    private List<List<String>> split() throws UnsupportedShell {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                endWord();
            } else if (text.startsWith(KNOWN_SUBSTITUTION, at)) {
                append("python");
                at += KNOWN_SUBSTITUTION.length();
            } else if (shell && OPERATORS.indexOf(c) >= 0) {
                onOperator();
            } else {
                onCharacter(c);
            }
        }
        endCommand();
        return commands;
    }

    private void onOperator() throws UnsupportedShell {
        boolean and = text.startsWith("&&", at);
        if (!and && text.charAt(at) != ';') {
            throw new UnsupportedShell("it needs a shell for '" + text.charAt(at) + "'");
        }
        at += and ? 2 : 1;
        endCommand();
    }

    private void onCharacter(char c) throws UnsupportedShell {
        switch (c) {
            case '\'' -> onSingleQuote();
            case '"' -> onDoubleQuote();
            case '\\' -> onBackslash();
            case '$' -> onVariable(false);
            default -> {
                append(String.valueOf(c));
                at++;
            }
        }
    }

    private void onSingleQuote() throws UnsupportedShell {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw new UnsupportedShell("a single quote is not closed");
        }
        append(text.substring(at + 1, end));
        at = end + 1;
    }

    private void onDoubleQuote() throws UnsupportedShell {
        append("");
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '$' && text.startsWith(KNOWN_SUBSTITUTION, at)) {
                append("python");
                at += KNOWN_SUBSTITUTION.length();
            } else if (c == '$') {
                onVariable(true);
            } else if (c == '`' && shell) {
                throw new UnsupportedShell("it needs a shell for '`'");
            } else {
                boolean escape = c == '\\' && at + 1 < text.length() && "\"\\$`".indexOf(text.charAt(at + 1)) >= 0;
                at += escape ? 1 : 0;
                append(String.valueOf(text.charAt(at)));
                at++;
            }
        }
        if (at >= text.length()) {
            throw new UnsupportedShell("a double quote is not closed");
        }
        at++;
    }

    private void onBackslash() {
        at++;
        if (at < text.length()) {
            append(String.valueOf(text.charAt(at)));
            at++;
        }
    }

    private void onVariable(boolean quoted) throws UnsupportedShell {
        if (shell && text.startsWith("$(", at)) {
            throw new UnsupportedShell("it needs a shell for '$('");
        }
        Matcher variable = VARIABLE.matcher(text).region(at, text.length());
        if (!variable.lookingAt()) {
            append("$");
            at++;
            return;
        }
        at = variable.end();
        String value = valueOf(variable);
        if (quoted || !shell) {
            append(value);
        } else {
            appendSplit(value);
        }
    }

    private String valueOf(Matcher variable) {
        String name = variable.group(1) != null ? variable.group(1) : variable.group(2);
        String value = variables.getOrDefault(name, "");
        if ("-".equals(variable.group(3)) && value.isEmpty()) {
            return variable.group(4);
        }
        if ("+".equals(variable.group(3))) {
            return value.isEmpty() ? "" : variable.group(4);
        }
        return value;
    }

    /** Appends the value of an unquoted variable, which may consist of several words. */
    private void appendSplit(String value) {
        for (char c : value.toCharArray()) {
            if (Character.isWhitespace(c)) {
                endWord();
            } else {
                append(String.valueOf(c));
            }
        }
    }

    private void append(String part) {
        if (word == null) {
            word = new StringBuilder();
        }
        word.append(part);
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }
}
