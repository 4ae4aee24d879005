package dev.webendpoints.gateway.http1;

/** Decides whose {@code X-Forwarded-*} headers are trusted. */
public interface TrustedProxies {

    TrustedProxies NONE = address -> false;

    /** @param address an IPv4 or IPv6 address without brackets; anything else is not trusted */
    boolean trusts(String address);
}
