package dev.webendpoints.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import dev.webendpoints.gateway.http1.TrustedProxies;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;

/** The addresses of proxies in front of the gateway, as ranges in CIDR notation. */
record ProxyRanges(List<IpSubnetFilterRule> ranges) implements TrustedProxies {

    /**
     * @param texts each an address, or an address and a prefix length: {@code 10.0.0.0/8}, {@code ::1}
     * @throws IllegalArgumentException if one is invalid; names the setting and the value
     */
    static ProxyRanges of(List<String> texts) {
        return new ProxyRanges(texts.stream().map(ProxyRanges::range).toList());
    }

    private static IpSubnetFilterRule range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            if (bytes != null) {
                int prefix = slash < 0 ? bytes.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
                return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
            }
        } catch (IllegalArgumentException e) {
            // Reported below, like text that is not an address.
        }
        throw new IllegalArgumentException("webendpoints.gateway.trusted-proxies has \"" + text
                + "\"; each must be an IP address or a range like 10.0.0.0/8");
    }

    @Override
    public boolean trusts(String address) {
        if (ranges.isEmpty()) {
            return false;
        }
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        return parsed != null && ranges.stream().anyMatch(range -> range.matches(new InetSocketAddress(parsed, 0)));
    }
}
