/**
 * Variants of functions: {@link dev.webendpoints.app.variant.FunctionVariants} keeps the options that a client has bound to a
 * function, under an id that calls name. A variant applies to whatever version of the function is served.
 */
package dev.webendpoints.app.variant;
