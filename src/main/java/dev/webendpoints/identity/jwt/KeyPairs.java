package dev.webendpoints.identity.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Creates and reads key pairs for ES256 (RFC 7518 §3.4), which has small signatures and fast key generation (1 ms). */
final class KeyPairs {

    private static final String ALGORITHM = "EC";
    private static final ECGenParameterSpec CURVE = new ECGenParameterSpec("secp256r1");

    private KeyPairs() {}

    static SigningKey create(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(CURVE);
            KeyPair pair = generator.generateKeyPair();
            SigningKey key = new SigningKey();
            key.id = id;
            key.privateKey = pair.getPrivate().getEncoded();
            key.publicKey = pair.getPublic().getEncoded();
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no elliptic curve P-256", e);
        }
    }

    /** @param privateKey decrypted */
    static SigningKeys.Pair read(String id, byte[] privateKey, byte[] publicKey) {
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new SigningKeys.Pair(
                    id,
                    factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)),
                    factory.generatePublic(new X509EncodedKeySpec(publicKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key '" + id + "' in the database cannot be read", e);
        }
    }
}
