package dev.webendpoints.gateway;

import java.time.Duration;
import java.util.List;

import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.relay.RelaySettings;
import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.deferred.ResultLimits;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;

/** Converts the configuration to the relay's settings, and rejects invalid values. */
final class RelaySettingsFactory {

    private static final int SMALLEST_HEAD = 1024;
    private static final int LARGEST_HEAD = 16 * 1024 * 1024;

    private RelaySettingsFactory() {}

    /** @throws IllegalArgumentException naming key, value and allowed range */
    static RelaySettings of(GatewayConfig config) {
        int head = size("max-head-size", config.maxHeadSize().asLongValue());
        int target = size("max-target-size", config.maxTargetSize().asLongValue());
        HeadLimits requests = new HeadLimits(
                head, target, config.maxHeaderFields(), config.maxBodySize().asLongValue());
        HeadLimits answers = new HeadLimits(head, target, config.maxHeaderFields(), Long.MAX_VALUE);
        ClientLimits clients = new ClientLimits(
                positive("head-timeout", config.headTimeout()),
                positive("keep-alive-timeout", config.keepAliveTimeout()),
                positive("body-idle-timeout", config.bodyIdleTimeout()),
                positive("write-idle-timeout", config.writeIdleTimeout()),
                positive("linger-timeout", config.lingerTimeout()),
                config.maxLingerSize().asLongValue());
        WorkerLimits workers = new WorkerLimits(
                positive("connect-timeout", config.connectTimeout()),
                notNegative("response-start-timeout", config.responseStartTimeout()),
                positive("upstream-idle-timeout", config.upstreamIdleTimeout()),
                config.upstreamMaxIdle());
        GatewayConfig.Results kept = config.results();
        ResultLimits results = new ResultLimits(
                positive("results.keep", kept.keep()),
                size("results.max-size", kept.maxSize().asLongValue()),
                kept.maxCount(),
                kept.maxCountPerWorkspace());
        return new RelaySettings(
                requests,
                answers,
                clients,
                workers,
                results,
                config.maxWebsocketMessageSize().asLongValue(),
                config.functionCallId(),
                ProxyRanges.of(config.trustedProxies().orElse(List.of())));
    }

    /** @throws IllegalArgumentException naming key, value and allowed range */
    static List<Duration> latencyBuckets(GatewayConfig config) {
        return config.latencyBuckets().orElse(List.of()).stream()
                .map(bucket -> positive("latency-buckets", bucket))
                .toList();
    }

    private static int size(String key, long bytes) {
        if (bytes < SMALLEST_HEAD || bytes > LARGEST_HEAD) {
            throw new IllegalArgumentException("webendpoints.gateway." + key + " is " + bytes + " bytes; it must be "
                    + SMALLEST_HEAD + " to " + LARGEST_HEAD);
        }
        return (int) bytes;
    }

    private static Duration notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "webendpoints.gateway." + key + " is " + value + "; it must be a duration, or 0s for no limit");
        }
        return value;
    }

    private static Duration positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "webendpoints.gateway." + key + " is " + value + "; it must be more than nothing");
        }
        return value;
    }
}
