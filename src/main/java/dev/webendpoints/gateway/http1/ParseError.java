package dev.webendpoints.gateway.http1;

/**
 * Why a message is rejected before any of it is forwarded, with the status for the client. The same condition in a
 * worker's response makes it an invalid response (502).
 */
public enum ParseError {
    REQUEST_LINE(400, "the request line is malformed"),
    STATUS_LINE(400, "the status line is malformed"),
    VERSION(505, "only HTTP/1.1 and HTTP/1.0 are spoken here"),
    TARGET_BYTES(400, "the request target is empty or holds bytes that are not visible ASCII"),
    TARGET_FORM(400, "the request target must be a path, or an http:// URL of the same host"),
    ASTERISK(400, "the target * is for OPTIONS only"),
    CONNECT(400, "CONNECT is not supported"),
    TARGET_TOO_LONG(414, "the request target is longer than webendpoints.gateway.max-target-size"),
    HEAD_TOO_LARGE(431, "the header section is larger than webendpoints.gateway.max-head-size"),
    TOO_MANY_FIELDS(431, "there are more header fields than webendpoints.gateway.max-header-fields"),
    BARE_CR(400, "a CR that is not followed by LF"),
    BARE_LF(400, "an LF that does not follow CR"),
    CONTROL_BYTE(400, "a control byte in a header field"),
    OBS_FOLD(400, "a header field that starts with a blank (line folding)"),
    EMPTY_NAME(400, "a header field without a name"),
    SPACE_BEFORE_COLON(400, "a blank between a header's name and its colon"),
    NAME_BYTES(400, "a header name with bytes that are not allowed"),
    HOST_MISSING(400, "the Host header is missing"),
    HOST_DUPLICATE(400, "more than one Host header"),
    HOST_EMPTY(400, "the Host header is empty"),
    HOST_BYTES(400, "the Host header must be one host name and an optional port"),
    HOST_MISDIRECTED(421, "the URL in the request line names another host than the Host header"),
    LENGTH_AND_ENCODING(400, "both Content-Length and Transfer-Encoding"),
    LENGTH_DUPLICATE(400, "more than one Content-Length header"),
    LENGTH_BYTES(400, "Content-Length must be one decimal number"),
    ENCODING_DUPLICATE(400, "more than one Transfer-Encoding header"),
    ENCODING_UNKNOWN(400, "Transfer-Encoding must be chunked and nothing else"),
    ENCODING_ON_HTTP_1_0(400, "Transfer-Encoding on HTTP/1.0"),
    CONNECTION_BYTES(400, "the Connection header must be a list of tokens"),
    BODY_TOO_LARGE(413, "the request body is larger than webendpoints.gateway.max-body-size"),
    CHUNK_FRAMING(400, "the chunked body is malformed"),
    TRAILER_TOO_LARGE(431, "the trailer section is too large");

    private final int status;
    private final String sentence;

    ParseError(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    public int status() {
        return status;
    }

    /** Returns the reason, as text for the client. */
    public String sentence() {
        return sentence;
    }
}
