package dev.webendpoints.endpoint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.DynamicUpdate;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.identity.RandomId;

/** A function, or a method of a class, that has a URL. Updates write only the changed columns. */
@Entity
@DynamicUpdate
@Table(name = "web_endpoint")
public class WebEndpoint {

    @Id
    public String id;

    @Column(name = "workspace_id")
    public String workspaceId;

    @Column(name = "environment_id")
    public String environmentId;

    @Column(name = "app_id")
    public String appId;

    @Column(name = "function_id")
    public String functionId;

    /** The class's web method; empty for a function. */
    public String method;

    public EndpointKind kind;

    @Column(name = "http_methods")
    public String[] httpMethods;

    public String source;

    @Column(name = "generated_label")
    public String generatedLabel;

    /** {@code label=} in the code, or null. */
    @Column(name = "requested_label")
    public String requestedLabel;

    /** Set through the API, or null; takes precedence, and survives deployments until it is cleared. */
    @Column(name = "operator_label")
    public String operatorLabel;

    /** Empty for a deployed app. */
    @Column(name = "dev_suffix")
    public String devSuffix;

    /** One DNS label; null if another app has taken it over. */
    public String hostname;

    /** As declared in code. */
    @Column(name = "declared_auth")
    public EndpointAuth declaredAuth;

    /** Set through the API, or null; takes precedence, and survives deployments until it is cleared. */
    @Column(name = "operator_auth")
    public EndpointAuth operatorAuth;

    /** {@code custom_domains=} in the code. */
    @Column(name = "declared_domains")
    public String[] declaredDomains;

    /** Set through the API, empty for none, or null; takes precedence, and survives deployments until it is cleared. */
    @Column(name = "operator_domains")
    public String[] operatorDomains;

    @Column(name = "created_at")
    public Instant createdAt;

    public static WebEndpoint created(EndpointOwner owner, EndpointDeclaration declaration) {
        WebEndpoint endpoint = new WebEndpoint();
        endpoint.id = RandomId.withPrefix("we");
        endpoint.workspaceId = owner.workspaceId();
        endpoint.environmentId = owner.environmentId();
        endpoint.appId = owner.appId();
        endpoint.functionId = declaration.functionId();
        endpoint.method = declaration.method();
        // PostgreSQL stores microseconds; a cursor must compare equal to the stored value.
        endpoint.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return endpoint;
    }

    public void declare(EndpointOwner owner, EndpointDeclaration declaration) {
        kind = declaration.kind();
        httpMethods = declaration.httpMethods().toArray(String[]::new);
        source = owner.source();
        generatedLabel = declaration.generatedLabel();
        requestedLabel = declaration.requestedLabel().orElse(null);
        devSuffix = owner.devSuffix();
        declaredAuth = declaration.auth();
        declaredDomains = declaration.domains().toArray(String[]::new);
    }

    /** Returns the chosen label: the operator's, or else the one in code. */
    public Optional<String> customLabel() {
        return Optional.ofNullable(operatorLabel != null ? operatorLabel : requestedLabel);
    }

    /** Returns the effective authentication: the operator's, or else the one in code. */
    public EndpointAuth auth() {
        return operatorAuth != null ? operatorAuth : declaredAuth;
    }

    /** Returns the effective domains: the operator's, or else those in code, which a served app ignores. */
    public List<String> domains() {
        return operatorDomains != null ? List.of(operatorDomains) : ofCode(devSuffix, List.of(declaredDomains));
    }

    public static List<String> ofCode(String devSuffix, List<String> declared) {
        return devSuffix.isEmpty() ? declared : List.of();
    }

    public Hostname wantedHostname() {
        return Hostname.of(source, customLabel().orElse(generatedLabel), devSuffix);
    }
}
