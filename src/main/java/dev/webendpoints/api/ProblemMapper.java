package dev.webendpoints.api;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import org.hibernate.exception.DataException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

import dev.webendpoints.api.generated.model.Problem;
import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.database.DiskFull;
import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.Unavailable;
import dev.webendpoints.identity.UnknownEnvironment;
import dev.webendpoints.identity.signin.BearerChallenge;
import dev.webendpoints.identity.signin.TooManyFailures;
import dev.webendpoints.identity.token.ScopeNotHeld;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;

/** Maps failures to responses of the control API (RFC 9457), without server internals; the only place that does. */
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Response.StatusType INSUFFICIENT_STORAGE =
            Response.status(507, "Insufficient Storage").build().getStatusInfo();
    private static final String PROBLEM_JSON = "application/problem+json";

    @ServerExceptionMapper
    Response foreseen(DomainFailure failure) {
        return problem(Status.fromStatusCode(failure.kind().httpStatus()), failure.getMessage())
                .build();
    }

    /** The environment is a parameter, not the resource. */
    @ServerExceptionMapper
    Response missing(UnknownEnvironment environment) {
        return problem(Status.BAD_REQUEST, environment.getMessage()).build();
    }

    @ServerExceptionMapper
    Response unavailable(Unavailable failure) {
        return problem(Status.SERVICE_UNAVAILABLE, failure.getMessage())
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    @ServerExceptionMapper
    Response outOfRange(ResteasyReactiveViolationException violations) {
        String detail = violations.getConstraintViolations().stream()
                .map(ViolationMessages::sentence)
                .sorted()
                .collect(Collectors.joining(" "));
        return problem(Status.BAD_REQUEST, detail).build();
    }

    @ServerExceptionMapper
    Response unreadable(InvalidParameter parameter, UriInfo request) {
        String names = request.getQueryParameters().entrySet().stream()
                .filter(entry -> entry.getValue().contains(parameter.text()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return problem(Status.BAD_REQUEST, names + " is '" + parameter.text() + "', but must be a whole number.")
                .build();
    }

    /** Mainly U+0000, which PostgreSQL does not store in text. */
    @ServerExceptionMapper
    Response unstorable(DataException value) {
        return problem(Status.BAD_REQUEST, "The request has a value that cannot be stored, such as a null character.")
                .build();
    }

    @ServerExceptionMapper
    Response unreadable(MismatchedInputException body) {
        return problem(Status.BAD_REQUEST, JsonMistakes.sentence(body)).build();
    }

    @ServerExceptionMapper
    Response withoutCredential(UnauthorizedException refusal) {
        return challenge(
                BearerChallenge.MISSING,
                "Send 'Authorization: Bearer' with a JWT, or with an API token as" + " <token id>.<secret>.");
    }

    @ServerExceptionMapper
    Response withBadCredential(AuthenticationFailedException refusal) {
        if (refusal.getCause() instanceof TooManyFailures failures) {
            return problem(Status.TOO_MANY_REQUESTS, failures.getMessage())
                    .header(HttpHeaders.RETRY_AFTER, failures.retryAfter().toSeconds())
                    .build();
        }
        return challenge(BearerChallenge.INVALID_TOKEN, refusal.getMessage());
    }

    /** Names the first scope of the operation, which is the one that most callers need. */
    @ServerExceptionMapper
    Response withTooLittleScope(ForbiddenException refusal, ResourceInfo resource) {
        String scope = Optional.ofNullable(resource.getResourceMethod().getAnnotation(RolesAllowed.class))
                .map(roles -> roles.value()[0])
                .orElse("that nobody has");
        return forbidden(scope, "The token lacks the scope " + scope + ".");
    }

    @ServerExceptionMapper
    Response withTooLittleScope(ScopeNotHeld refusal) {
        return forbidden(refusal.scope(), refusal.getMessage());
    }

    private static Response forbidden(String scope, String detail) {
        return problem(Status.FORBIDDEN, detail)
                .header(HttpHeaders.WWW_AUTHENTICATE, BearerChallenge.insufficientScope(scope))
                .build();
    }

    /** Errors of the REST layer itself: an unknown path, a wrong method, a body of another type. */
    @ServerExceptionMapper
    Response notForUs(WebApplicationException refusal) {
        return problem(refusal.getResponse().getStatusInfo(), detail(refusal)).build();
    }

    @ServerExceptionMapper
    Response withAnotherMethod(NotAllowedException refusal, UriInfo request) {
        String allowed = AllowedMethods.of(request.getPath());
        return problem(Status.METHOD_NOT_ALLOWED, "This path knows the methods " + allowed + ".")
                .header(HttpHeaders.ALLOW, allowed)
                .build();
    }

    @ServerExceptionMapper
    Response failed(Throwable cause) {
        if (DiskFull.isCauseOf(cause)) {
            LOG.warn("Request rejected, disk full");
            return problem(INSUFFICIENT_STORAGE, DiskFull.SENTENCE).build();
        }
        if (DatabaseUnavailable.isCauseOf(cause)) {
            LOG.debugf(cause, "Request failed, database unavailable");
            return problem(Status.SERVICE_UNAVAILABLE, DatabaseUnavailable.SENTENCE)
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        }
        UUID id = UUID.randomUUID();
        LOG.errorf(cause, "Request failed: id=%s", id);
        return problem(Status.INTERNAL_SERVER_ERROR, "The server failed; its log has the cause under " + id + ".")
                .build();
    }

    private static String detail(WebApplicationException refusal) {
        if (refusal.getCause() instanceof JsonProcessingException mistake) {
            return JsonMistakes.sentence(mistake);
        }
        return switch (refusal.getResponse().getStatus()) {
            case 404 -> "There is nothing at this path; /q/openapi lists what there is.";
            case 415 -> "The body has a Content-Type that this operation does not take; /q/openapi names it.";
            default -> null;
        };
    }

    private static Response challenge(String challenge, String detail) {
        return problem(Status.UNAUTHORIZED, detail)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }

    private static Response.ResponseBuilder problem(Response.StatusType status, String detail) {
        Problem problem = new Problem()
                .title(status.getReasonPhrase())
                .status(status.getStatusCode())
                .detail(detail);
        return Response.status(status).type(PROBLEM_JSON).entity(problem);
    }
}
