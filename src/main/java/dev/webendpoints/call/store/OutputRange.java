package dev.webendpoints.call.store;

/**
 * The outputs of a call that a reader asks for.
 *
 * @param after place of the last output that it has; 0 for none
 * @param first least index of an input
 * @param last greatest index of an input
 * @param limit maximum number of outputs
 */
public record OutputRange(int after, int first, int last, int limit) {}
