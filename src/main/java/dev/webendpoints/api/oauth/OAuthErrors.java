package dev.webendpoints.api.oauth;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import dev.webendpoints.api.generated.model.OAuthError;

/** Maps errors of the token endpoint (RFC 6749 §5.2), because OAuth clients do not read problem+json. */
class OAuthErrors {

    @ServerExceptionMapper
    Response refused(OAuthRefusal refusal) {
        return Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(
                        HttpHeaders.WWW_AUTHENTICATE,
                        refusal.challengesBasic() ? "Basic realm=\"web-endpoints\"" : null)
                .header(HttpHeaders.RETRY_AFTER, refusal.retryAfterSeconds() > 0 ? refusal.retryAfterSeconds() : null)
                .entity(new OAuthError().error(refusal.error()).errorDescription(refusal.getMessage()))
                .build();
    }
}
