package dev.webendpoints.api;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/** HTTP/2 frames as bytes (RFC 9113 §4.1), for requests that no client library sends. */
final class Http2Bytes {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_LENGTH = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int HAS_PRIORITY = 32;
    private static final int PRIORITY_LENGTH = 5;
    private static final short INITIAL_WINDOW_SIZE = 4;

    private Http2Bytes() {}

    record Reset(int stream, long error) {}

    /** Returns the client preface and the acknowledgment of the server's settings, which apply from then on. */
    static byte[] preface() {
        return concatenated(PREFACE, frame(SETTINGS, 0, 0, new byte[0]), frame(SETTINGS, ACK, 0, new byte[0]));
    }

    /** Returns the preface with an initial window size for responses. */
    static byte[] preface(int initialWindow) {
        byte[] setting = ByteBuffer.allocate(6)
                .putShort(INITIAL_WINDOW_SIZE)
                .putInt(initialWindow)
                .array();
        return concatenated(PREFACE, frame(SETTINGS, 0, 0, setting));
    }

    static byte[] get(int stream, String path) {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, fields((byte) 0x82, path));
    }

    /** Returns the head of a request whose body is announced but does not follow. */
    static byte[] openPost(int stream, String path, int length) {
        return frame(
                HEADERS,
                END_HEADERS,
                stream,
                concatenated(fields((byte) 0x83, path), literal("content-length", Integer.toString(length))));
    }

    /** Returns the head of a gRPC call, whose message follows. */
    static byte[] openCall(int stream, String path, String... headers) {
        byte[] section = concatenated(
                fields((byte) 0x83, path), literal("content-type", "application/grpc"), literal("te", "trailers"));
        for (int i = 0; i < headers.length; i += 2) {
            section = concatenated(section, literal(headers[i], headers[i + 1]));
        }
        return frame(HEADERS, END_HEADERS, stream, section);
    }

    static byte[] data(int stream, byte[] bytes, int from, int to, boolean ends) {
        return frame(DATA, ends ? END_STREAM : 0, stream, Arrays.copyOfRange(bytes, from, to));
    }

    /** Encodes fields with the static table (RFC 7541 appendix A) and literals. */
    private static byte[] fields(byte method, String path) {
        return concatenated(new byte[] {method, (byte) 0x86, 1}, text("x"), new byte[] {4}, text(path));
    }

    private static byte[] literal(String name, String value) {
        return concatenated(new byte[] {0}, text(name), text(value));
    }

    private static byte[] text(String value) {
        return concatenated(new byte[] {(byte) value.length()}, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(int kind, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                .putInt(payload.length << 8 | kind)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private record Frame(int kind, int flags, int stream, byte[] payload) {

        private static Frame read(InputStream in) throws IOException {
            DataInputStream frames = new DataInputStream(in);
            int lengthAndKind = frames.readInt();
            int flags = frames.readUnsignedByte();
            return new Frame(lengthAndKind & 0xff, flags, frames.readInt(), frames.readNBytes(lengthAndKind >>> 8));
        }
    }

    /** Skips all frames before the first RST_STREAM. */
    static Reset readReset(InputStream in) throws IOException {
        Frame frame = Frame.read(in);
        while (frame.kind() != RST_STREAM) {
            frame = Frame.read(in);
        }
        return new Reset(
                frame.stream(),
                Integer.toUnsignedLong(ByteBuffer.wrap(frame.payload()).getInt()));
    }

    /** Returns the trailer section of the first response. */
    static Http2Headers readTrailers(InputStream in) throws IOException {
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
        while (true) {
            Frame frame = Frame.read(in);
            if (frame.kind() == HEADERS) {
                Http2Headers headers = decode(decoder, frame);
                if ((frame.flags() & END_STREAM) != 0) {
                    return headers;
                }
            }
        }
    }

    private static Http2Headers decode(DefaultHttp2HeadersDecoder decoder, Frame frame) throws IOException {
        int passedOver = (frame.flags() & HAS_PRIORITY) == 0 ? 0 : PRIORITY_LENGTH;
        try {
            return decoder.decodeHeaders(
                    frame.stream(), Unpooled.wrappedBuffer(frame.payload()).skipBytes(passedOver));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
