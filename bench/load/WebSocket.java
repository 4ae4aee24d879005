import java.io.IOException;
import java.nio.ByteBuffer;

/** The subset of WebSocket frames that an echo needs: whole messages below 64 KB (RFC 6455 §5.2). */
final class WebSocket {

    static final int BINARY = 2;
    static final int CLOSE = 8;

    record Frame(int opcode, byte[] payload) {}

    private WebSocket() {}

    /** Requests a WebSocket on a connection. @return the status of the response */
    static int open(Wire wire, String host) throws IOException {
        wire.send("GET /echo HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        return Message.read(wire).status();
    }

    /** A server's response to {@link #open}, whose key is always the same. */
    static void accept(Wire wire) throws IOException {
        wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
    }

    /** @param masked required for clients, forbidden for servers; the mask is zero, so the payload is unchanged */
    static void send(Wire wire, Frame frame, boolean masked) throws IOException {
        int length = frame.payload().length;
        int mask = masked ? 0x80 : 0;
        ByteBuffer bytes = ByteBuffer.allocate(length + 8);
        bytes.put((byte) (0x80 | frame.opcode()));
        if (length < 126) {
            bytes.put((byte) (mask | length));
        } else {
            bytes.put((byte) (mask | 126)).putShort((short) length);
        }
        if (masked) {
            bytes.putInt(0);
        }
        wire.send(bytes.put(frame.payload()).flip());
    }

    /** Returns null at the end of the connection. Accepts only frames of {@link #send}. */
    static Frame read(Wire wire) throws IOException {
        int first = wire.read();
        if (first < 0) {
            return null;
        }
        int second = wire.read();
        int length = second & 0x7f;
        if (length == 126) {
            length = wire.read() << 8 | wire.read();
        }
        if ((second & 0x80) != 0) {
            wire.bytes(4);
        }
        return new Frame(first & 0x0f, wire.bytes(length));
    }
}
