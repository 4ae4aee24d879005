package dev.webendpoints.gateway.http1;

/**
 * The remote end of a client's connection, and what the worker learns about it.
 *
 * <p>For an untrusted peer only the connection's own address and scheme count. For a proxy that the operator trusts,
 * {@code X-Forwarded-For} is read from the right while the addresses are trusted ones too; the first that is not
 * trusted is the client. Everything further left is the client's own claim, and does not pass.
 */
public final class RemotePeer {

    private static final byte[] FORWARDED_HOST = Ascii.of("X-Forwarded-Host: ");
    private static final byte[] END_OF_LINE = Ascii.of("\r\n");

    private final String address;
    private final String scheme;
    private final TrustedProxies proxies;
    private final boolean trusted;
    private final byte[] lines;

    /**
     * @param address of the connection
     * @param scheme {@code http} or {@code https}
     */
    public RemotePeer(String address, String scheme, TrustedProxies proxies) {
        this.address = address;
        this.scheme = scheme;
        this.proxies = proxies;
        trusted = proxies.trusts(address);
        lines = lines(address, scheme);
    }

    private static byte[] lines(String addresses, String scheme) {
        return Ascii.of("X-Forwarded-For: " + addresses + "\r\nX-Forwarded-Proto: " + scheme + "\r\n");
    }

    void describe(RequestHead head, HeaderRewriter rewriter) {
        ForwardedFields said = trusted ? new ForwardedFields(head) : null;
        rewriter.add(said == null ? lines : lines(said.addresses(address, proxies), said.scheme(scheme)));
        rewriter.add(FORWARDED_HOST);
        byte[] host = said == null ? null : said.host();
        if (host == null) {
            rewriter.add(head.valueStart(HeaderName.HOST), head.valueEnd(HeaderName.HOST));
        } else {
            rewriter.add(host);
        }
        rewriter.add(END_OF_LINE);
    }

    /** Returns the URL of a request. Must be called before the head is rewritten. */
    public PublicUrl url(RequestHead head) {
        ForwardedFields said = trusted ? new ForwardedFields(head) : null;
        byte[] host = said == null ? null : said.host();
        return new PublicUrl(said == null ? scheme : said.scheme(scheme), head.hostAndPath(host));
    }

    /** Returns the address of the connection, even if that is a proxy's. */
    public String address() {
        return address;
    }

    /** Returns the client's address, as far as it is known. Must be called before the head is rewritten. */
    public String caller(RequestHead head) {
        if (!trusted) {
            return address;
        }
        String addresses = new ForwardedFields(head).addresses(address, proxies);
        int comma = addresses.indexOf(',');
        return comma < 0 ? addresses : addresses.substring(0, comma);
    }
}
