/**
 * Proxy tokens, with which requests to web endpoints authenticate. {@link dev.webendpoints.identity.proxytoken.ProxyTokens}
 * manages them; {@link dev.webendpoints.identity.proxytoken.ProxyTokenTable} holds them in memory, so that no request waits
 * for the database.
 */
package dev.webendpoints.identity.proxytoken;
