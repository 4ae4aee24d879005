package dev.webendpoints.api.oauth;

/**
 * A request to the token endpoint; each component may be null.
 *
 * @param scope scopes separated by spaces
 * @param authorization the Authorization header
 * @param address the client's address
 */
record TokenRequest(
        String grantType, String clientId, String clientSecret, String scope, String authorization, String address) {

    private static final String CLIENT_CREDENTIALS = "client_credentials";

    /** @throws OAuthRefusal if the grant type is missing or not supported */
    TokenRequest checked() {
        if (grantType == null || grantType.isEmpty()) {
            throw OAuthRefusal.invalidRequest("The form field 'grant_type' is missing.");
        }
        if (!grantType.equals(CLIENT_CREDENTIALS)) {
            throw OAuthRefusal.unsupportedGrantType("The only grant_type here is '" + CLIENT_CREDENTIALS + "'.");
        }
        return this;
    }

    /** @throws OAuthRefusal if there are no credentials, or two */
    OAuthClient client() {
        boolean basic = authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, "Basic ".length());
        boolean form = clientSecret != null;
        if (basic && form) {
            throw OAuthRefusal.invalidRequest("Send the client's secret by HTTP Basic or in the form, not both.");
        }
        return basic ? OAuthClient.ofBasic(authorization) : OAuthClient.ofForm(clientId, clientSecret);
    }
}
