package dev.webendpoints.identity.jwt;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.signin.ServerBootstrap;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;

/** Issues the JWTs of this server. */
@ApplicationScoped
public class TokenIssuer {

    /** The claim that ties a JWT to the secret that it was made with: it ends when that does. */
    public static final String SECRET_VERSION = "secret_version";

    private final JwtConfig config;
    private final SigningKeys keys;

    TokenIssuer(JwtConfig config, SigningKeys keys) {
        this.config = config;
        this.keys = keys;
    }

    /**
     * Issues a JWT for this caller, valid for {@link #lifetime()}. {@link ServerBootstrap#ensure()} must have completed
     * before.
     *
     * @return {@code sub} is the API token; claims {@code workspace}, {@code workspace_id},
     *     {@code secret_version} and {@code scope} (RFC 8693 §4.2)
     */
    public String issue(Caller caller) {
        SigningKeys.Pair key = keys.current();
        return Jwt.issuer(config.issuer())
                .audience(config.audience())
                .subject(caller.tokenId())
                .claim("workspace", caller.workspace())
                .claim("workspace_id", caller.workspaceId())
                .claim(SECRET_VERSION, caller.secretVersion())
                .scope(caller.scopes())
                .expiresIn(config.lifetime())
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(key.id())
                .sign(key.privateKey());
    }

    public Duration lifetime() {
        return config.lifetime();
    }
}
