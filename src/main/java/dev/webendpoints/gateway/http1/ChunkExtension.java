package dev.webendpoints.gateway.http1;

/**
 * Follows the extensions after a chunk's size (RFC 9112 §7.1.1). No supported server interprets them, so only their
 * grammar is checked, so that no two readers find the end of the line in different places.
 */
final class ChunkExtension {

    private enum At {
        NAME_START,
        NAME,
        NAME_END,
        VALUE_START,
        TOKEN,
        QUOTED,
        ESCAPED,
        QUOTED_END,
        VALUE_END
    }

    private At at = At.NAME_START;

    /** Called after a semicolon. */
    void begin() {
        at = At.NAME_START;
    }

    /** Returns whether the line may end here: not after a blank, which must precede a semicolon or an equals sign. */
    boolean mayEnd() {
        return at == At.NAME || at == At.TOKEN || at == At.QUOTED_END;
    }

    /** Takes one byte; returns whether it is valid there. */
    boolean take(byte octet) {
        At next =
                switch (at) {
                    case NAME_START -> Ascii.isBlank(octet) ? at : ifToken(octet, At.NAME);
                    case NAME -> ifToken(octet, at) != null ? at : between(octet, At.NAME_END, true);
                    case NAME_END -> between(octet, at, true);
                    case VALUE_START -> valueStart(octet);
                    case TOKEN -> ifToken(octet, at) != null ? at : between(octet, At.VALUE_END, false);
                    case QUOTED -> octet == '"' ? At.QUOTED_END : octet == '\\' ? At.ESCAPED : ifText(octet);
                    case ESCAPED -> ifText(octet);
                    case QUOTED_END, VALUE_END -> between(octet, At.VALUE_END, false);
                };
        if (next == null) {
            return false;
        }
        at = next;
        return true;
    }

    private static At valueStart(byte octet) {
        if (Ascii.isBlank(octet)) {
            return At.VALUE_START;
        }
        return octet == '"' ? At.QUOTED : ifToken(octet, At.TOKEN);
    }

    private static At between(byte octet, At blank, boolean valueMayFollow) {
        if (Ascii.isBlank(octet)) {
            return blank;
        }
        if (octet == ';') {
            return At.NAME_START;
        }
        return valueMayFollow && octet == '=' ? At.VALUE_START : null;
    }

    private static At ifToken(byte octet, At next) {
        return Ascii.TOKEN[octet & 0xff] ? next : null;
    }

    private static At ifText(byte octet) {
        return Ascii.VALUE[octet & 0xff] ? At.QUOTED : null;
    }
}
