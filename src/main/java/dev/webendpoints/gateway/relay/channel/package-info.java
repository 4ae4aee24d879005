/**
 * Netty's channels and buffers, prepared for the relay.
 *
 * <p>{@link dev.webendpoints.gateway.relay.channel.NativeTransport} chooses the transport.
 * {@link dev.webendpoints.gateway.relay.channel.HeadroomAllocator} leaves room in front of what is read:
 * {@link dev.webendpoints.gateway.relay.channel.HeadIntake} reads a head from a buffer, and
 * {@link dev.webendpoints.gateway.relay.channel.HeadPrepender} writes the rewritten one back in front of its body, whose
 * end {@link dev.webendpoints.gateway.relay.channel.BodyMeter} finds.
 * {@link dev.webendpoints.gateway.relay.channel.ReadGate} and
 * {@link dev.webendpoints.gateway.relay.channel.WriteBufferMarks} bound what is buffered.
 *
 * <p>Depends on Netty and {@code http1}. Must not know requests, clients or workers.
 */
package dev.webendpoints.gateway.relay.channel;
