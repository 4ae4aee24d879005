/**
 * The vocabulary of functions that the control plane and the data plane share: which version of which function, what its
 * code is, how it is served. Data and enums only.
 */
package dev.webendpoints.function;
