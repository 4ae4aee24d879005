package dev.webendpoints.gateway.http1;

/**
 * The other end of a caller's connection: what the worker is told of it.
 *
 * <p>Of a stranger only what the connection itself shows is told. A proxy that the operator trusts is asked: its
 * {@code X-Forwarded-For} is read from the right for as long as the addresses are trusted ones too, and the first that is
 * not is the caller. What stands further left is the caller's own claim, and does not pass.
 */
public final class Peer {

    /** Whose {@code X-Forwarded-*} headers are believed. */
    public interface TrustedProxies {

        /** @param address an IPv4 or IPv6 address without brackets; anything else is not trusted */
        boolean trusts(String address);

        TrustedProxies NONE = address -> false;
    }

    private static final byte[] FORWARDED_HOST = Octets.of("X-Forwarded-Host: ");
    private static final byte[] END_OF_LINE = Octets.of("\r\n");

    private final String address;
    private final String scheme;
    private final TrustedProxies proxies;
    private final boolean trusted;
    private final byte[] lines;

    /**
     * @param address the connection's
     * @param scheme {@code http} or {@code https}
     */
    public Peer(String address, String scheme, TrustedProxies proxies) {
        this.address = address;
        this.scheme = scheme;
        this.proxies = proxies;
        trusted = proxies.trusts(address);
        lines = lines(address, scheme);
    }

    private static byte[] lines(String addresses, String scheme) {
        return Octets.of("X-Forwarded-For: " + addresses + "\r\nX-Forwarded-Proto: " + scheme + "\r\n");
    }

    void describe(RequestHead head, Rewriter rewriter) {
        ForwardedFields said = trusted ? new ForwardedFields(head) : null;
        rewriter.add(said == null ? lines : lines(said.addresses(address, proxies), said.scheme(scheme)));
        rewriter.add(FORWARDED_HOST);
        byte[] host = said == null ? null : said.host();
        if (host == null) {
            rewriter.add(head.valueStart(Name.HOST), head.valueEnd(Name.HOST));
        } else {
            rewriter.add(host);
        }
        rewriter.add(END_OF_LINE);
    }

    /** The URL of a request that has not been rewritten. */
    public PublicUrl url(RequestHead head) {
        ForwardedFields said = trusted ? new ForwardedFields(head) : null;
        byte[] host = said == null ? null : said.host();
        return new PublicUrl(said == null ? scheme : said.scheme(scheme), head.hostAndPath(host));
    }

    /** The connection's, whoever is behind it. */
    public String address() {
        return address;
    }

    /** The caller's address as far as it can be known; of a request that has not been rewritten. */
    public String caller(RequestHead head) {
        if (!trusted) {
            return address;
        }
        String addresses = new ForwardedFields(head).addresses(address, proxies);
        int comma = addresses.indexOf(',');
        return comma < 0 ? addresses : addresses.substring(0, comma);
    }
}
