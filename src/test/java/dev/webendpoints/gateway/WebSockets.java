package dev.webendpoints.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** Both ends of a WebSocket, written by hand. */
final class WebSockets {

    private WebSockets() {}

    /** Returns a final frame from a client, masked with 1 2 3 4. */
    static byte[] masked(int opcode, String payload) {
        byte[] frame = ("__\u0001\u0002\u0003\u0004" + payload).getBytes(StandardCharsets.ISO_8859_1);
        frame[0] = (byte) (0x80 | opcode);
        frame[1] = (byte) (0x80 | payload.length());
        for (int i = 6; i < frame.length; i++) {
            frame[i] ^= frame[2 + (i - 6) % 4];
        }
        return frame;
    }

    /** RFC 6455, for frames below 126 bytes: unmasks each frame and sends it back, including a close frame. */
    static void echo(Wire wire) throws IOException {
        String key = wire.head().replaceAll("(?is).*\r\nsec-websocket-key: ([^\r]+)\r\n.*", "$1");
        wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
        int first = 0;
        while ((first & 0xf) != 8) {
            first = wire.read();
            byte[] mask = wire.bytes((wire.read() & 0x7f) + 4);
            byte[] frame = new byte[mask.length - 2];
            frame[0] = (byte) first;
            frame[1] = (byte) (mask.length - 4);
            for (int i = 4; i < mask.length; i++) {
                frame[i - 2] = (byte) (mask[i] ^ mask[i % 4]);
            }
            wire.send(frame);
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
