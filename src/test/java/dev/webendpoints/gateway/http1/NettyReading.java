package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** How Netty's decoder reads bytes: one text for each message, so that a failure shows the difference. */
final class NettyReading {

    private final List<String> messages = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final List<List<String>> trailers = new ArrayList<>();
    private String head;

    private NettyReading() {}

    static NettyReading of(HttpObjectDecoder decoder, String text) {
        NettyReading reading = new NettyReading();
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.writeInbound(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1)));
        channel.finish();
        for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
            reading.add(read);
            ReferenceCountUtil.release(read);
        }
        return reading;
    }

    private void add(Object read) {
        if (read instanceof HttpMessage message) {
            head = message.decoderResult().isFailure()
                    ? "refused: " + message.decoderResult().cause()
                    : startLine(message) + fields(message.headers());
        }
        if (read instanceof HttpContent content) {
            body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            if (content.decoderResult().isFailure()) {
                body.append(" refused: ").append(content.decoderResult().cause());
            }
        }
        if (read instanceof LastHttpContent last) {
            messages.add(head + " body " + body);
            trailers.add(fields(last.trailingHeaders()));
            body.setLength(0);
        }
    }

    private static String startLine(HttpMessage message) {
        String version = message.protocolVersion().text();
        return message instanceof HttpRequest request
                ? request.method() + " " + request.uri() + " " + version
                : version + " " + ((HttpResponse) message).status().code();
    }

    private static List<String> fields(HttpHeaders headers) {
        List<String> fields = new ArrayList<>();
        headers.iteratorAsString().forEachRemaining(field -> fields.add(field.getKey() + ":" + field.getValue()));
        return fields;
    }

    /** Returns start line, fields and body of each complete message. */
    List<String> messages() {
        return messages;
    }

    List<String> trailersOfFirst() {
        return trailers.get(0);
    }
}
