package dev.webendpoints.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts with AES-256-GCM, the random nonce first (NIST SP 800-38D), and computes a keyed hash that identifies equal
 * contents without decrypting them.
 */
public final class SecretCipher {

    static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";

    private final SecretKey cipherKey;
    private final SecretKey macKey;
    private final SecureRandom random = new SecureRandom();

    /** @throws IllegalArgumentException if the key does not have {@link #KEY_BYTES} bytes */
    public SecretCipher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key for secrets (webendpoints.secrets.key) has " + key.length
                    + " bytes; it must have " + KEY_BYTES);
        }
        // A separate key for each use.
        this.cipherKey = new SecretKeySpec(derived(key, "seal"), "AES");
        this.macKey = new SecretKeySpec(derived(key, "fingerprint"), MAC);
    }

    /** Encrypts the content. Two encryptions of equal contents differ. */
    public byte[] close(byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = apply(Cipher.ENCRYPT_MODE, nonce, content);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** @throws IllegalStateException if the content was encrypted with another key or was changed */
    public byte[] open(byte[] sealed) {
        return apply(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(sealed, NONCE_BYTES),
                Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
    }

    /** Returns a hash that is equal for equal contents and reveals nothing about them without the key. */
    public byte[] fingerprint(byte[] content) {
        return mac(macKey, content);
    }

    private byte[] apply(int mode, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, cipherKey, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a secret cannot be opened; was it sealed with another webendpoints.secrets.key?", e);
        }
    }

    private static byte[] derived(byte[] key, String use) {
        return mac(new SecretKeySpec(key, MAC), use.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] mac(SecretKey key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
