package dev.webendpoints.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

import javax.net.ssl.SSLSocket;

/** The plaintext of a TLS connection, as bytes. */
record TlsChannel(SSLSocket socket) implements ByteChannel {

    @Override
    public int read(ByteBuffer to) throws IOException {
        InputStream in = socket.getInputStream();
        int count = in.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
        to.position(to.position() + Math.max(0, count));
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int count = from.remaining();
        byte[] bytes = new byte[count];
        from.get(bytes);
        socket.getOutputStream().write(bytes);
        return count;
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
