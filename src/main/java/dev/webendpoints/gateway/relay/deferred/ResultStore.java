package dev.webendpoints.gateway.relay.deferred;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.admission.FilterDecision;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.channel.NativeTransport;
import dev.webendpoints.gateway.relay.channel.WriteBufferMarks;
import dev.webendpoints.gateway.relay.exchange.DeferredResponses;
import dev.webendpoints.gateway.relay.exchange.DetachedExchange;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;

/**
 * The responses that clients fetch later, after a 303. Shared by all event loops, because the fetch may arrive on any
 * of them.
 *
 * <p>To the relay a kept response looks like a worker on a Unix socket, so that a fetch is an ordinary exchange, with
 * the same HTTP versions, backpressure and deadlines.
 */
public final class ResultStore implements DeferredResponses, DeferredResponse.Owner, AutoCloseable {

    private static final String SOCKET = "results.sock";

    private final ResultLimits limits;
    private final Path directory;
    private final Channel server;
    private final Map<String, DeferredResponse> byCallId = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> shares = new ConcurrentHashMap<>();

    /** @throws UncheckedIOException if the directory for the socket cannot be created */
    public ResultStore(EventLoopGroup group, NativeTransport transport, ResultLimits limits) {
        this.limits = limits;
        try {
            directory = Files.createTempDirectory("webendpoints-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = new ServerBootstrap()
                .group(group)
                .channel(transport.unixServer())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferMarks.CONNECTION)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ResultReader(byCallId::get, channel));
                    }
                })
                .bind(new DomainSocketAddress(directory.resolve(SOCKET).toString()))
                .syncUninterruptibly()
                .channel();
    }

    @Override
    public DeferredResponse open(
            EventLoopContext loop, DetachedExchange exchange, FilterDecision.Admitted terms, byte[] callId) {
        if (byCallId.size() >= limits.maxCount() || !share(terms.workspaceId()).tryAcquire()) {
            return null;
        }
        DeferredResponse answer =
                new DeferredResponse(this, loop, exchange, new String(callId, StandardCharsets.US_ASCII), terms);
        byCallId.put(answer.callId(), answer);
        return answer;
    }

    @Override
    public FilterDecision admit(RequestHead head, FilterDecision.Admitted admitted, String callId) {
        DeferredResponse answer = byCallId.get(callId);
        if (answer == null || !answer.endpointId().equals(admitted.endpointId())) {
            return refused(
                    admitted,
                    new GatewayResponse(404, "there is no answer of this function call, or not any more"),
                    OutcomeReason.NO_RESULT);
        }
        if (!head.isGetOrHead()) {
            return refused(
                    admitted,
                    new GatewayResponse(400, "bad redirect method; follow the redirect with GET"),
                    OutcomeReason.MALFORMED);
        }
        return admitted.to(answer);
    }

    private static FilterDecision refused(
            FilterDecision.Admitted admitted, GatewayResponse answer, OutcomeReason reason) {
        return new FilterDecision.Rejected(answer, reason, admitted.cors(), admitted.observer());
    }

    @Override
    public void forget(DeferredResponse answer) {
        if (byCallId.remove(answer.callId()) != null) {
            share(answer.workspaceId()).release();
        }
    }

    @Override
    public boolean isShareUsed(String workspaceId) {
        return limits.maxCount() > 0 && share(workspaceId).availablePermits() == 0;
    }

    private Semaphore share(String workspaceId) {
        return shares.computeIfAbsent(workspaceId, id -> new Semaphore(limits.workspaceShare()));
    }

    @Override
    public ResultLimits limits() {
        return limits;
    }

    @Override
    public UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(directory.resolve(SOCKET));
    }

    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        try {
            Files.deleteIfExists(directory.resolve(SOCKET));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
