package dev.webendpoints.image.commands;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instruction of a Dockerfile, with the lines that a backslash continues joined.
 *
 * @param keyword in upper case
 * @param arguments the rest, trimmed, as written
 */
public record Instruction(String keyword, String arguments) {

    private static final Pattern HEREDOC = Pattern.compile("<<-?[\"']?(\\w+)[\"']?");

    /** Parses lines of a Dockerfile: drops comments and blank lines, joins continuations and here-documents. */
    public static List<Instruction> parse(List<String> commands) {
        List<Instruction> instructions = new ArrayList<>();
        Iterator<String> lines = String.join("\n", commands).lines().iterator();
        StringBuilder joined = new StringBuilder();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            boolean continued = line.stripTrailing().endsWith("\\");
            joined.append(continued ? withoutBackslash(line) : line);
            if (!continued || !lines.hasNext()) {
                readHeredoc(joined, lines);
                instructions.add(of(joined.toString().strip()));
                joined.setLength(0);
            }
        }
        return instructions;
    }

    private static String withoutBackslash(String line) {
        String stripped = line.stripTrailing();
        return stripped.substring(0, stripped.length() - 1) + " ";
    }

    private static void readHeredoc(StringBuilder joined, Iterator<String> lines) {
        Matcher heredoc = HEREDOC.matcher(joined);
        if (!heredoc.find()) {
            return;
        }
        String end = heredoc.group(1);
        while (lines.hasNext()) {
            String line = lines.next();
            joined.append('\n').append(line);
            if (line.strip().equals(end)) {
                return;
            }
        }
    }

    private static Instruction of(String text) {
        String[] parts = text.split("\\s+", 2);
        return new Instruction(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1].strip() : "");
    }

    @Override
    public String toString() {
        return (keyword + " " + arguments).strip();
    }
}
