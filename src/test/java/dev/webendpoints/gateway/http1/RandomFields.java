package dev.webendpoints.gateway.http1;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static dev.webendpoints.testing.Seeds.anyCase;
import static dev.webendpoints.testing.Seeds.one;
import static dev.webendpoints.testing.Seeds.text;

/**
 * Random fields of a valid head: names that policies know and names that they do not, in any case, repeated, with
 * {@code _} for {@code -}, and {@code Connection} fields that name some of them.
 */
final class RandomFields {

    /** A name as spelled, and its whole line without the line end. */
    record Field(String name, String line) {

        String lower() {
            return name.toLowerCase(Locale.ROOT);
        }

        /** Returns the name as read by servers that do not distinguish {@code _} from {@code -}. */
        String folded() {
            return lower().replace('_', '-');
        }

        String value() {
            return line.substring(line.indexOf(':') + 1).replaceAll("^[ \t]+|[ \t]+$", "");
        }

        /** Returns the form that both parsers are compared in. */
        String told() {
            return name + ":" + value();
        }
    }

    /** All names that a policy treats specially, except those that are allowed at most once. */
    static final List<String> KNOWN = List.of(
            "upgrade",
            "expect",
            "accept",
            "origin",
            "authorization",
            "modal-key",
            "modal-secret",
            "modal-function-call-id",
            "modal-anything",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-anything",
            "forwarded",
            "x-real-ip",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "http2-settings");

    /** Names that are allowed at most once; their spellings with {@code _} may be present too. */
    static final List<String> SINGLE = List.of("host", "content-length", "transfer-encoding", "connection");

    private static final String TOKEN = "abcXYZ019!#$%&'*+-.^_`|~";
    private static final String VALUE = "abc XYZ\t019,;=\"\\/\u00e4\u00ff\u0080";

    private final Random random;
    private final List<Field> fields = new ArrayList<>();

    RandomFields(Random random) {
        this.random = random;
        for (int i = random.nextInt(9); i > 0; i--) {
            add(name());
        }
    }

    private String name() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> anyCase(random, one(random, KNOWN.toArray(new String[0])));
            case 2 -> lookalike();
            case 3 ->
                fields.isEmpty()
                        ? "X-A"
                        : anyCase(
                                random,
                                one(random, fields.toArray(new Field[0])).lower());
            default -> "X" + text(random, TOKEN, 0, 8);
        };
    }

    /** Returns a spelling with at least one {@code _}; a name without a dash has none. */
    private String lookalike() {
        List<String> dashed = new ArrayList<>(KNOWN);
        dashed.addAll(SINGLE);
        dashed.removeIf(name -> name.indexOf('-') < 0);
        String name = anyCase(random, one(random, dashed.toArray(new String[0])));
        int first = name.indexOf('-');
        String rest = random.nextBoolean()
                ? name.substring(first + 1)
                : name.substring(first + 1).replace('-', '_');
        return name.substring(0, first) + "_" + rest;
    }

    private void add(String name) {
        add(
                name,
                name.equalsIgnoreCase("upgrade")
                        ? one(random, "websocket", "x", "h2c2", "H2C", "x, h2c", "h2c,x")
                        : text(random, VALUE, 0, 12));
    }

    /** Appends a field. */
    void add(String name, String value) {
        String blanks = text(random, " \t", 0, 2);
        fields.add(new Field(name, name + ":" + blanks + value + text(random, " \t", 0, 2)));
    }

    /** Inserts a field at a random position. */
    RandomFields with(String name, String value) {
        add(anyCase(random, name), value);
        fields.add(random.nextInt(fields.size()), fields.remove(fields.size() - 1));
        return this;
    }

    /** Adds up to two {@code Connection} fields, which may name others, themselves, or fields that must stay. */
    RandomFields withConnection() {
        for (int i = random.nextInt(3); i > 0; i--) {
            StringBuilder options = new StringBuilder();
            for (int j = random.nextInt(4); j > 0; j--) {
                options.append(option()).append(one(random, ",", ", ", " ,\t", ",,"));
            }
            with("connection", options.append(option()).toString());
        }
        return this;
    }

    private String option() {
        String own =
                one(random, "close", "keep-alive", "upgrade", "x-none", one(random, SINGLE.toArray(new String[0])));
        return anyCase(
                random,
                random.nextBoolean() || fields.isEmpty()
                        ? own
                        : one(random, all()).lower());
    }

    private Field[] all() {
        return fields.toArray(new Field[0]);
    }

    List<Field> fields() {
        return fields;
    }

    /** Returns the options of all {@code Connection} fields, in lower case. */
    Set<String> options() {
        Set<String> options = new HashSet<>();
        fields.stream().filter(field -> field.lower().equals("connection")).forEach(field -> {
            for (String option : field.value().split("[, \t]+")) {
                options.add(option.toLowerCase(Locale.ROOT));
            }
        });
        return options;
    }

    /** Returns whether a field is for this hop only because {@code Connection} names it. */
    boolean isNominated(Field field) {
        Set<String> options = options();
        options.removeAll(Set.of("close", "keep-alive", "upgrade"));
        return options.contains(field.lower()) && !SINGLE.contains(field.lower());
    }

    boolean has(String lower) {
        return fields.stream().anyMatch(field -> field.lower().equals(lower));
    }

    long count(String lower) {
        return fields.stream().filter(field -> field.lower().equals(lower)).count();
    }

    String lines() {
        return lines(fields.stream().map(Field::line).toList());
    }

    /** Returns the lines with the empty line that ends them. */
    static String section(List<String> lines) {
        return lines(lines) + "\r\n";
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\r\n").collect(Collectors.joining());
    }

    /** Returns lines in the form that both parsers are compared in. */
    static List<String> told(List<String> lines) {
        return lines.stream()
                .map(line -> new Field(line.substring(0, line.indexOf(':')), line).told())
                .toList();
    }
}
