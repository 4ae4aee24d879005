package dev.webendpoints.endpoint;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The part of a hostname that names the endpoint within its workspace.
 *
 * <p>Charset and length are those of Modal's client ({@code name_utils.py}); a label is never normalised when somebody
 * chose it, only when it is made of names.
 */
public final class Label {

    /** What {@link #check} demands, in words for the person who chose the label. */
    public static final String RULE =
            "a label has 1 to 63 characters, each a lower-case letter a-z, a digit or a dash; it"
                    + " neither starts nor ends with a dash and is not all digits";

    private static final Pattern VALID = Pattern.compile("(?![0-9]+$)(?!-)[a-z0-9-]{1,63}(?<!-)");
    private static final Pattern REPLACED = Pattern.compile("[^a-z0-9-]");
    private static final Pattern OUTER_DASHES = Pattern.compile("^-+|-+$");

    /** Of names in which there is no letter and no digit that a hostname may have. */
    private static final String NAMELESS = "endpoint";

    private Label() {}

    /**
     * @return the same label
     * @throws InvalidLabel when it breaks {@link #RULE}
     */
    public static String check(String label) {
        if (!VALID.matcher(label).matches()) {
            throw new InvalidLabel(label);
        }
        return label;
    }

    /** The label of a function without one of its own: {@code app-function}. */
    public static String generated(String app, String function) {
        return slug(app + "-" + function);
    }

    /** The label of a class's method without one of its own: {@code app-class-method}. */
    public static String generated(String app, String className, String method) {
        return slug(app + "-" + className + "-" + method);
    }

    /** Without dashes at its ends, as of {@code f_}: behind the last character of a hostname there may be none. */
    private static String slug(String name) {
        String dashed = REPLACED.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        String slug = OUTER_DASHES.matcher(dashed).replaceAll("");
        return slug.isEmpty() ? NAMELESS : slug;
    }
}
