package dev.webendpoints.app;

/**
 * A function of the current deployment of an app with one of its hostnames, or with none.
 *
 * @param method the web method that has the hostname; empty for the function itself, null without a hostname
 * @param hostname null if it has none
 */
public record LinkedFunction(String functionId, String tag, String method, String hostname) {}
