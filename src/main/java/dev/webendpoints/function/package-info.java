/**
 * The vocabulary of functions that the control plane and the data plane share.
 *
 * <p>{@link dev.webendpoints.function.FunctionSpec} is what a definition says: code, web methods, image, mounts, limits.
 * The control plane stores it, the pools run it. {@link dev.webendpoints.function.FunctionKey} identifies one version of
 * one function. {@link dev.webendpoints.function.EndpointKind}, {@link dev.webendpoints.function.EndpointAuth},
 * {@link dev.webendpoints.function.ParameterType} and {@link dev.webendpoints.function.StartMode} exist once, from the
 * client's message to the route.
 */
package dev.webendpoints.function;
