package dev.webendpoints.gateway.http1;

/** The head of a worker's response. Rejected if two readers could disagree on where its body ends. */
public final class ResponseHead extends MessageHead {

    private static final int STATUS_DIGITS = 3;
    private static final int SHORTEST = VERSION_LENGTH + 1 + STATUS_DIGITS;

    private boolean toHead;
    private int status;
    private int startLineEnd;

    public ResponseHead(HeadLimits limits) {
        super(limits);
    }

    /** Sets whether the request was a HEAD, whose responses have no body regardless of their headers. */
    public void answersHead(boolean answersHead) {
        toHead = answersHead;
    }

    @Override
    public void reset() {
        super.reset();
        toHead = false;
        status = 0;
    }

    @Override
    int startLine() {
        if (size() < SHORTEST + 1) {
            return hasLineFeed(0, size()) || !beginsAsVersion(0) ? refuse(ParseError.STATUS_LINE) : NEEDS_MORE;
        }
        if (!version(0) || bytes[VERSION_LENGTH] != ' ' || !readStatus(VERSION_LENGTH + 1)) {
            return refuse(ParseError.STATUS_LINE);
        }
        if (bytes[SHORTEST] != ' ' && bytes[SHORTEST] != '\r') {
            return refuse(ParseError.STATUS_LINE);
        }
        startLineEnd = skip(Ascii.VALUE, SHORTEST);
        return afterLineEnd(startLineEnd);
    }

    private boolean readStatus(int at) {
        status = 0;
        for (int i = at; i < at + STATUS_DIGITS; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            status = status * 10 + digit;
        }
        return status >= 100;
    }

    @Override
    ParseError verdict() {
        ParseError found = frame();
        if (hasNoBody()) {
            framing = BodyFraming.NONE;
        }
        if (found == null) {
            found = connectionOptions();
        }
        if (found == null && framing == BodyFraming.NONE && !hasNoBody()) {
            framing = BodyFraming.UNTIL_CLOSE;
        }
        return found;
    }

    /** RFC 9110 §6.4.1: 1xx, 204, 304 and responses to HEAD. */
    boolean hasNoBody() {
        return toHead || status < 200 || status == 204 || status == 304;
    }

    /** Returns the first line's length without its CR LF. */
    int startLineEnd() {
        return startLineEnd;
    }

    public int status() {
        return status;
    }

    /** Returns whether this is a 1xx that another response follows; 101 is not one. */
    public boolean interim() {
        return status < 200 && status != 101;
    }

    /** Returns whether the worker accepts another request on this connection. */
    public boolean reusable() {
        return persistent() && framing != BodyFraming.UNTIL_CLOSE;
    }
}
