package dev.webendpoints.identity;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.webendpoints.failure.InvalidRequest;

/** The rule for environment names, as in the Modal client, and the hostname suffix derived from a name. */
final class EnvironmentName {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** Maximum length of the plain suffix, so that the label fits within the 63 characters of a DNS label. */
    private static final int MAX_SUFFIX = 20;

    private EnvironmentName() {}

    /** @throws InvalidRequest if the name is empty, too long or has invalid characters */
    static String checked(String name) {
        if (!RULE.matcher(name).matches()) {
            throw new InvalidRequest(
                    "Environment name '" + name
                            + "' is not allowed: use 1 to 63 letters, digits, dots, dashes and underscores, with a letter or digit at the start.");
        }
        return name;
    }

    /** @param attempt 1 for the plain suffix; 2 and above for a numbered one, used if the plain one is taken */
    static String suffix(String name, int attempt) {
        String slug = withoutOuterDashes(
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("-+", "-"));
        String bounded = slug.length() > MAX_SUFFIX ? withoutOuterDashes(slug.substring(0, MAX_SUFFIX)) : slug;
        return attempt == 1 ? bounded : bounded + "-" + attempt;
    }

    private static String withoutOuterDashes(String text) {
        return text.replaceAll("^-|-$", "");
    }
}
