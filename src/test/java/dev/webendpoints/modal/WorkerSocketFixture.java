package dev.webendpoints.modal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.CallingWorker;
import dev.webendpoints.modal.generated.ModalClientGrpc;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.worker.WorkerCallServer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;

/** Sockets of workers, with hostile clients and others. */
abstract class WorkerSocketFixture extends ModalCallsFixture {

    @TempDir
    Path folder;

    @Inject
    WorkerCallServer workers;

    final EventLoopGroup loops = new EpollEventLoopGroup(1);
    final List<ManagedChannel> channels = new ArrayList<>();
    final List<Closeable> listeners = new ArrayList<>();
    Deployed own;

    @BeforeEach
    void deploy() {
        own = deploy(dev, unique());
    }

    @AfterEach
    void closeAll() throws IOException {
        channels.forEach(ManagedChannel::shutdownNow);
        for (Closeable listener : listeners) {
            listener.close();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    static String unique() {
        return "app-" + UUID.randomUUID().toString().substring(0, 8);
    }

    Path socket(String environment) throws IOException {
        Path socket = folder.resolve(listeners.size() + ".sock");
        listeners.add(workers.listen(
                socket,
                tenants.dev().workspaceId(),
                new CallingWorker(environment, own.appId(), own.functionId(), "ta-test")));
        return socket;
    }

    ManagedChannel channel(Path socket) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .eventLoopGroup(loops)
                .channelType(EpollDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        channels.add(channel);
        return channel;
    }

    static ModalClientBlockingStub stub(ManagedChannel channel) {
        return ModalClientGrpc.newBlockingStub(channel);
    }

    static MethodDescriptor<Empty, Empty> method(String rpc) {
        return MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(ModalClientGrpc.SERVICE_NAME + "/" + rpc)
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();
    }

    static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
