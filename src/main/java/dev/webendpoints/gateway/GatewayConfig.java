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

/** The data plane's settings. Every bound says what happens past it. */
@ConfigMapping(prefix = "webendpoints.gateway")
public interface GatewayConfig {

    /** The port of every public URL; 0 for any free one. */
    @WithDefault("8090")
    @Min(0)
    @Max(65535)
    int port();

    /** The address to listen on. All of them by default: public URLs are for others than this machine too. */
    @WithDefault("0.0.0.0")
    @NotBlank
    String host();

    /**
     * How public URLs look. The part behind <code>{subdomain}.</code> is the only domain that is answered. The default
     * is in application.properties, for those who read this key without the rest.
     */
    String urlTemplate();

    /** TLS, on a port of its own; off unless there is a certificate. */
    Tls tls();

    /** See {@link #tls}. */
    interface Tls {

        /** The port that speaks TLS; 0 for any free one. */
        @WithDefault("8443")
        @Min(0)
        @Max(65535)
        int port();

        /** A PEM file: the certificate and its issuers. Read again when it changes. */
        Optional<Path> certificate();

        /** A PEM file: the certificate's private key, PKCS#8, not encrypted. */
        Optional<Path> privateKey();
    }

    /**
     * Proxies in front of the gateway, as addresses or ranges like <code>10.0.0.0/8</code>, whose
     * <code>X-Forwarded-*</code> headers are believed. Everybody else's are replaced.
     */
    Optional<List<String>> trustedProxies();

    /**
     * Callers' connections at once, on all ports together, or fewer where the process may not open that many files. Past
     * it those that have been idle longest are closed to make room; when none is idle, new ones are.
     */
    @WithDefault("20000")
    @Min(1)
    int maxConnections();

    /**
     * File descriptors that callers' connections leave to the rest of the server beside those that are open at the start:
     * the control port, the database, workers. By default a quarter of the process's limit.
     */
    OptionalInt reservedDescriptors();

    /** Bytes of a request's or an answer's whole header section; past it 431, or 502 for an answer. */
    @WithDefault("64K")
    MemorySize maxHeadSize();

    /** Bytes of a request's target; past it 414. */
    @WithDefault("16K")
    MemorySize maxTargetSize();

    /** Header fields of one message; past it 431, or 502 for an answer. */
    @WithDefault("128")
    @Min(8)
    int maxHeaderFields();

    /** Bytes of a request's body; past it 413. Modal's own limit by default. */
    @WithDefault("4G")
    MemorySize maxBodySize();

    /**
     * Bytes of a WebSocket's message in either direction, as it is on the wire; past it the connection is closed with
     * 1009. Modal's own limit by default.
     */
    @WithDefault("2M")
    MemorySize maxWebsocketMessageSize();

    /** How long a request's head may take from its first byte; past it 408. */
    @WithDefault("15s")
    Duration headTimeout();

    /** How long a caller's connection may be idle between requests; past it it is closed. */
    @WithDefault("75s")
    Duration keepAliveTimeout();

    /** How long a caller may send nothing of a body that we wait for; past it 408. */
    @WithDefault("60s")
    Duration bodyIdleTimeout();

    /** How long a caller may take nothing of an answer that waits for it; past it the connection is cut. */
    @WithDefault("60s")
    Duration writeIdleTimeout();

    /** How long a closing connection is read on, so that the caller gets our last answer before a reset. */
    @WithDefault("2s")
    Duration lingerTimeout();

    /** How many bytes a closing connection is read on, for the same reason. */
    @WithDefault("1M")
    MemorySize maxLingerSize();

    /**
     * How long a request may wait for its answer from its last byte on, a cold start included; past it 303 to where the
     * answer can be fetched, or 504 where that cannot be. <code>0s</code> for no limit.
     */
    @WithDefault("150s")
    Duration responseStartTimeout();

    /** How long opening a connection to a worker may take; past it 502. */
    @WithDefault("2s")
    Duration connectTimeout();

    /**
     * How long an unused connection to a worker is kept. Must be below the worker's own keep-alive (5 s in most
     * servers), or reused connections turn out to be closed.
     */
    @WithDefault("4s")
    Duration upstreamIdleTimeout();

    /** Unused connections kept for one worker on one event loop; more are closed after use. */
    @WithDefault("256")
    @Min(0)
    int upstreamMaxIdle();

    /** Answers that are fetched later, after a 303. */
    Results results();

    /** See {@link #results}. */
    interface Results {

        /** How long an answer is kept once it is whole. */
        @WithDefault("10m")
        Duration keep();

        /** Bytes of an answer that may be fetched more than once; a longer one waits for its first fetch and goes once. */
        @WithDefault("1M")
        MemorySize maxSize();

        /** Calls and answers kept at once; past it 504 instead of 303. 0 turns redirects off. */
        @WithDefault("200")
        @Min(0)
        int maxCount();

        /** How many of them one workspace may have, so that it cannot take the places of the others. Past it 504. */
        @WithDefault("50")
        @Min(0)
        int maxCountPerWorkspace();
    }

    /** How many requests may come; off by default. */
    RateLimit rateLimit();

    /** See {@link #rateLimit}. Counted by each gateway for itself, after the access check. */
    interface RateLimit {

        /** Requests per second of each endpoint; past it 429. No limit by default. */
        OptionalDouble endpoint();

        /** Requests per second of all endpoints of a workspace together; past it 429. No limit by default. */
        OptionalDouble workspace();

        /** Seconds of the rate that may come at once. Modal's by default. */
        @WithDefault("5")
        double burst();
    }

    /**
     * Whether the 404 of an unknown hostname names similar ones of the same workspace. On in dev mode; elsewhere they are
     * nobody's business.
     */
    @WithDefault("false")
    boolean nameNearLabels();

    /**
     * Whether each request is logged, as one line of the category <code>dev.webendpoints.gateway.access</code>. Paths are
     * written without their query.
     */
    @WithDefault("false")
    boolean accessLog();

    /**
     * Upper bounds of histogram buckets for how long requests took and waited. None by default: each is one more time
     * series for each endpoint and way to end.
     */
    Optional<List<Duration>> latencyBuckets();

    /** Whether answers of functions carry a <code>modal-function-call-id</code> header. */
    @WithDefault("true")
    boolean functionCallId();
}
