package dev.webendpoints.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import org.jboss.logging.Logger;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The gateway's certificate and key, read from two PEM files and reloaded when these change. */
final class CertificateReloader implements Supplier<SslContext>, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CertificateReloader.class);

    /** How often the files are checked for a renewed certificate. */
    private static final long CHECK_SECONDS = 10;

    private final Path chain;
    private final Path key;
    private final ScheduledExecutorService checks =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("gateway-certificates", true));
    private volatile SslContext current;
    private List<FileTime> read;

    /**
     * @param chain PEM: the certificate and its issuers
     * @param key PEM: the private key, PKCS#8, not encrypted
     * @throws IllegalArgumentException if they cannot be used; names the settings
     */
    CertificateReloader(Path chain, Path key) {
        this.chain = chain;
        this.key = key;
        try {
            read = modified();
            current = load();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "webendpoints.gateway.tls.certificate is \"" + chain + "\" and .private-key \"" + key
                            + "\"; they must be PEM files, a certificate chain and its unencrypted PKCS#8 key: "
                            + e.getMessage(),
                    e);
        }
        checks.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public SslContext get() {
        return current;
    }

    /** Reloads the files if they have changed; retries later if the pair is unusable, for example half written. */
    void check() {
        try {
            List<FileTime> now = modified();
            if (!now.equals(read)) {
                current = load();
                read = now;
                LOG.infof("Certificate replaced: file=%s", chain);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("Certificate not replaced: file=%s reason=%s", chain, e.getMessage());
        }
    }

    private List<FileTime> modified() throws IOException {
        return List.of(Files.getLastModifiedTime(chain), Files.getLastModifiedTime(key));
    }

    private SslContext load() throws SSLException {
        return SslContextBuilder.forServer(chain.toFile(), key.toFile())
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
    }

    @Override
    public void close() {
        checks.shutdownNow();
    }
}
