package dev.webendpoints.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The data plane's settings. Each bound states what happens beyond it. */
@ConfigMapping(prefix = "webendpoints.gateway")
public interface GatewayConfig {

    /** The port of every public URL; 0 for any free one. */
    @WithDefault("8090")
    @Min(0)
    @Max(65535)
    int port();

    /** The address to listen on. All addresses by default, because public URLs are for other machines too. */
    @WithDefault("0.0.0.0")
    @NotBlank
    String host();

    /**
     * The template of public URLs. The part after <code>{subdomain}.</code> is the domain below which endpoints are
     * served. The default is in application.properties, for components that read this key without the rest.
     */
    String urlTemplate();

    /** TLS, on a port of its own; off unless there is a certificate. */
    Tls tls();

    /** See {@link #tls}. */
    interface Tls {

        /** The TLS port; 0 for any free one. */
        @WithDefault("8443")
        @Min(0)
        @Max(65535)
        int port();

        /** A PEM file: the certificate and its issuers. Reloaded when it changes. */
        Optional<Path> certificate();

        /** A PEM file: the certificate's private key, PKCS#8, not encrypted. */
        Optional<Path> privateKey();
    }

    /**
     * Proxies in front of the gateway, as addresses or ranges like <code>10.0.0.0/8</code>, whose
     * <code>X-Forwarded-*</code> headers are trusted. Those of all other clients are replaced.
     */
    Optional<List<String>> trustedProxies();

    /**
     * The maximum number of client connections, on all ports together; fewer if the process may not open that many
     * files. Beyond it the connections that have been idle longest are closed to make room; if none is idle, new ones
     * are.
     */
    @WithDefault("20000")
    @Min(1)
    int maxConnections();

    /**
     * File descriptors that client connections leave to the rest of the server, in addition to those open at the start:
     * for the control port, the database, workers. By default a quarter of the process's limit.
     */
    OptionalInt reservedDescriptors();

    /** Bytes of the whole header section of a request or response; beyond it 431, or 502 for a response. */
    @WithDefault("64K")
    MemorySize maxHeadSize();

    /** Bytes of a request's target; beyond it 414. */
    @WithDefault("16K")
    MemorySize maxTargetSize();

    /** Header fields of one message; beyond it 431, or 502 for a response. */
    @WithDefault("128")
    @Min(8)
    int maxHeaderFields();

    /** Bytes of a request's body; beyond it 413. Modal's own limit by default. */
    @WithDefault("4G")
    MemorySize maxBodySize();

    /**
     * Bytes of a WebSocket message in either direction, as it is on the wire; beyond it the connection is closed with
     * 1009. Modal's own limit by default.
     */
    @WithDefault("2M")
    MemorySize maxWebsocketMessageSize();

    /** How long a request's head may take from its first byte; beyond it 408. */
    @WithDefault("15s")
    Duration headTimeout();

    /** How long a client's connection may be idle between requests; beyond it the connection is closed. */
    @WithDefault("75s")
    Duration keepAliveTimeout();

    /** How long a client may send nothing of a body that is expected; beyond it 408. */
    @WithDefault("60s")
    Duration bodyIdleTimeout();

    /** How long a client may take nothing of a response that is ready; beyond it the connection is cut. */
    @WithDefault("60s")
    Duration writeIdleTimeout();

    /** How long a closing connection is still read, so that the client gets the last response before a reset. */
    @WithDefault("2s")
    Duration lingerTimeout();

    /** How many bytes a closing connection is still read, for the same reason. */
    @WithDefault("1M")
    MemorySize maxLingerSize();

    /**
     * How long a request may wait for its response, from its last byte, including a cold start; beyond it 303 to a URL
     * where the response can be fetched, or 504 where that is impossible. <code>0s</code> for no limit.
     */
    @WithDefault("150s")
    Duration responseStartTimeout();

    /** How long opening a connection to a worker may take; beyond it 502. */
    @WithDefault("2s")
    Duration connectTimeout();

    /**
     * How long an unused connection to a worker is kept. Must be less than the worker's own keep-alive (5 s in most
     * servers), otherwise reused connections turn out to be closed.
     */
    @WithDefault("4s")
    Duration upstreamIdleTimeout();

    /** Unused connections kept for one worker on one event loop; more are closed after use. */
    @WithDefault("256")
    @Min(0)
    int upstreamMaxIdle();

    /** Responses that are fetched later, after a 303. */
    Results results();

    /** See {@link #results}. */
    interface Results {

        /** How long a complete response is kept. */
        @WithDefault("10m")
        Duration keep();

        /** Bytes of a response that may be fetched more than once; a longer one waits for its first and only fetch. */
        @WithDefault("1M")
        MemorySize maxSize();

        /** Calls and responses kept at the same time; beyond it 504 instead of 303. 0 turns redirects off. */
        @WithDefault("200")
        @Min(0)
        int maxCount();

        /** How many of them one workspace may have, so that it cannot take the places of others. Beyond it 504. */
        @WithDefault("50")
        @Min(0)
        int maxCountPerWorkspace();
    }

    /** Limits on the rate of requests; off by default. */
    RateLimit rateLimit();

    /** See {@link #rateLimit}. Counted by each gateway separately, after the access check. */
    interface RateLimit {

        /** Requests per second of each endpoint; beyond it 429. No limit by default. */
        OptionalDouble endpoint();

        /** Requests per second of all endpoints of a workspace together; beyond it 429. No limit by default. */
        OptionalDouble workspace();

        /** The size of a burst, in seconds of the rate. Modal's by default. */
        @WithDefault("5")
        double burst();
    }

    /**
     * Whether the 404 of an unknown hostname lists similar ones of the same workspace. On in dev mode; off elsewhere,
     * because they are private.
     */
    @WithDefault("false")
    boolean nameNearLabels();

    /**
     * Whether each request is logged, as one line of the category <code>dev.webendpoints.gateway.access</code>. Paths
     * are logged without their query.
     */
    @WithDefault("false")
    boolean accessLog();

    /**
     * Upper bounds of histogram buckets for the duration and the wait of requests. None by default: each adds one time
     * series for each endpoint and outcome.
     */
    Optional<List<Duration>> latencyBuckets();

    /** Whether responses of functions carry a <code>modal-function-call-id</code> header. */
    @WithDefault("true")
    boolean functionCallId();
}
