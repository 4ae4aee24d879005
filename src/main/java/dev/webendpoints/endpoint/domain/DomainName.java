package dev.webendpoints.endpoint.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A custom domain of an endpoint.
 *
 * @param value lower case; {@code *.example.com} for every host one label below {@code example.com}
 */
public record DomainName(String value) {

    /** The rule that {@link #of} checks, as a text for users. */
    public static final String RULE =
            "a domain is a host like api.example.com, or *.example.com for every host one label below it; it has up to 230"
                    + " characters in two or more labels, each of 1 to 63 letters a-z, digits and dashes with no dash at"
                    + " either end, and the last label is not all digits; other scripts are written as xn--…";

    /** Leaves room for {@link #CHALLENGE} within the 253 of RFC 1035 §2.3.4. */
    private static final int LONGEST = 230;

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern VALID = Pattern.compile("(\\*\\.)?(" + LABEL + "\\.)+(?![0-9]+$)" + LABEL);
    private static final String WILDCARD = "*.";
    private static final String CHALLENGE = "_web-endpoints-challenge.";

    /** @throws InvalidDomain if the text violates {@link #RULE} */
    public static DomainName of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() > LONGEST || !VALID.matcher(lower).matches()) {
            throw InvalidDomain.unfit(text, RULE);
        }
        return new DomainName(lower);
    }

    /** Returns the domain without the wildcard, whose owner proves the ownership. */
    String base() {
        return value.startsWith(WILDCARD) ? value.substring(WILDCARD.length()) : value;
    }

    /** Returns whether this domain equals the given one or is below it. */
    boolean isWithin(String domain) {
        return base().equals(domain) || base().endsWith("." + domain);
    }

    /** Returns the name of the TXT record that proves the ownership. */
    String challenge() {
        return CHALLENGE + base();
    }
}
