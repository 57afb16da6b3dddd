// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A key for one purpose, derived from the server's secret (HKDF, RFC 5869): what is hashed or
 * sealed with it is of no use to who has the store and not the secret. Another secret makes other
 * keys. Safe for many threads.
 */
public final class DerivedKey {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String MAC = "HmacSHA256";
  private static final String CIPHER = "AES/GCM/NoPadding";

  private final SecretKey hashing;
  private final SecretKey sealing;
  private final SecureRandom random = new SecureRandom();

  private DerivedKey(SecretKey hashing, SecretKey sealing) {
    this.hashing = hashing;
    this.sealing = sealing;
  }

  /** The key of hashes of sign-in codes. */
  public static DerivedKey ofCodes(byte[] secret) {
    return of(secret, "sign-in codes");
  }

  /** The key that seals the secrets of second factors, and challenges for them. */
  public static DerivedKey ofSecondFactors(byte[] secret) {
    return of(secret, "second factors");
  }

  /** The key that seals sign-ins which were begun with an identity provider. */
  public static DerivedKey ofBrowsers(byte[] secret) {
    return of(secret, "sign-ins begun in browsers");
  }

  static DerivedKey of(byte[] secret, String purpose) {
    return new DerivedKey(
        derive(secret, "homeroom " + purpose + " hash", MAC),
        derive(secret, "homeroom " + purpose + " seal", "AES"));
  }

  private static SecretKey derive(byte[] secret, String info, String algorithm) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              algorithm,
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .thenExpand(info.getBytes(StandardCharsets.UTF_8), 32));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** The hash of a text, in base64 for URLs. */
  public String hash(String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(hashing);
      return encoded(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /**
   * The text, encrypted (AES-GCM) so that nobody changes it either.
   *
   * @param about what it belongs to, without which it does not open
   */
  public String seal(String text, String about) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, about);
      byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return encoded(
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** The text that was sealed; empty if this is none, of another key, or about something else. */
  public Optional<String> open(String sealed, String about) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(sealed);
      if (all.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(all, 0, NONCE_BYTES), about);
      byte[] text = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String about) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("Every JDK has HKDF, HMAC and AES.", e);
  }
}
