package dev.webendpoints.call.store;

/**
 * An input to be added to a call.
 *
 * @param idx its index in the call, from 0
 * @param method the class's method; empty for a function
 * @param format of the arguments, by its number in the client's protocol
 * @param args the serialized arguments
 */
public record NewInput(int idx, String method, int format, byte[] args) {}
