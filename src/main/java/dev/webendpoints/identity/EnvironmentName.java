package dev.webendpoints.identity;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.webendpoints.failure.InvalidRequest;

/**
 * The rule for names of new environments, as in the Modal client, and the hostname suffix derived from a name. Older
 * names may contain dots.
 */
final class EnvironmentName {

    private static final Pattern RULE = Pattern.compile("(?!(?i:en-))[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private static final Pattern SUFFIX_RULE = Pattern.compile("([a-z0-9]+(-[a-z0-9]+)*)?");

    /** Maximum length of the plain suffix, so that the label fits within the 63 characters of a DNS label. */
    private static final int MAX_SUFFIX = 20;

    private EnvironmentName() {}

    /** @throws InvalidRequest if the name is empty, too long or has invalid characters */
    static String checked(String name) {
        if (!RULE.matcher(name).matches()) {
            throw new InvalidRequest(
                    "Environment name '" + name
                            + "' is not allowed: use 1 to 64 letters, digits, dashes and underscores, with a letter or digit at the start and not 'en-'.");
        }
        return name;
    }

    /** @throws InvalidRequest if the suffix is too long or cannot be part of a hostname */
    static String checkedSuffix(String suffix) {
        if (suffix.length() > MAX_SUFFIX || !SUFFIX_RULE.matcher(suffix).matches()) {
            throw new InvalidRequest("Web suffix '" + suffix + "' is not allowed: use up to " + MAX_SUFFIX
                    + " lower-case letters, digits and single dashes, with a letter or digit at both ends.");
        }
        return suffix;
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
