/**
 * The OAuth 2 token endpoint: exchanges client credentials for a JWT, with the errors of RFC 6749
 * ({@link dev.webendpoints.api.oauth.OAuthErrors}).
 */
package dev.webendpoints.api.oauth;
