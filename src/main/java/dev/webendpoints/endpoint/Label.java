package dev.webendpoints.endpoint;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.webendpoints.failure.InvalidRequest;

/**
 * The part of a hostname that names the endpoint within its workspace.
 *
 * <p>Character set and length are those of Modal's client ({@code name_utils.py}). Only generated labels are
 * normalized, never chosen ones.
 */
public final class Label {

    /** The rule that {@link #check} checks, as a text for users. */
    public static final String RULE =
            "a label has 1 to 63 characters, each a lower-case letter a-z, a digit or a dash; it"
                    + " neither starts nor ends with a dash and is not all digits";

    private static final Pattern VALID = Pattern.compile("(?![0-9]+$)(?!-)[a-z0-9-]{1,63}(?<!-)");
    private static final Pattern REPLACED = Pattern.compile("[^a-z0-9-]");
    private static final Pattern OUTER_DASHES = Pattern.compile("^-+|-+$");

    /** Label generated from names without any character that is allowed in a hostname. */
    private static final String NAMELESS = "endpoint";

    private Label() {}

    /**
     * @return the same label
     * @throws InvalidRequest if the label violates {@link #RULE}
     */
    public static String check(String label) {
        if (!VALID.matcher(label).matches()) {
            throw new InvalidRequest("'" + label + "' is not a valid label: " + RULE);
        }
        return label;
    }

    /** Returns the label of a function that declares none: {@code app-function}. */
    public static String generated(String app, String function) {
        return slug(app + "-" + function);
    }

    /** Returns the label of a class's method that declares none: {@code app-class-method}. */
    public static String generated(String app, String className, String method) {
        return slug(app + "-" + className + "-" + method);
    }

    /** Strips dashes at both ends, for example of {@code f_}: a hostname must not end with a dash. */
    private static String slug(String name) {
        String dashed = REPLACED.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        String slug = OUTER_DASHES.matcher(dashed).replaceAll("");
        return slug.isEmpty() ? NAMELESS : slug;
    }
}
