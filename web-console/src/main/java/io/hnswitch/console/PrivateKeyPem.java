package io.hnswitch.console;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a private key as programs write it: PKCS#8 ({@code BEGIN PRIVATE KEY}), PKCS#1 ({@code
 * BEGIN RSA PRIVATE KEY}) or SEC 1 ({@code BEGIN EC PRIVATE KEY}). The latter two are put into what
 * they lack to be the first.
 */
final class PrivateKeyPem {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----(.+?)-----END \\1-----", Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private static final byte[] VERSION_0 = bytes("020100");

  /** Object identifier rsaEncryption and NULL. */
  private static final byte[] RSA = bytes("06092a864886f70d0101010500");

  /** Object identifier ecPublicKey; that of the curve follows. */
  private static final byte[] EC = bytes("06072a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int OBJECT_ID = 0x06;
  private static final int CURVE = 0xA0;
  private static final int SHORT_LENGTH_MAX = 0x7F;

  private PrivateKeyPem() {}

  /**
   * Reads the one key of a file.
   *
   * @throws GeneralSecurityException with what is wrong, never with what is in it
   */
  static PrivateKey read(String pem) throws GeneralSecurityException {
    var block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new InvalidKeySpecException("no private key in PEM is in it");
    }
    if (block.group(1).startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
      throw new InvalidKeySpecException("it is encrypted; give a key without a passphrase");
    }
    var der = decode(block.group(2));
    return switch (block.group(1)) {
      case "PRIVATE KEY" -> key(der);
      case "RSA PRIVATE KEY" -> key(wrap(RSA, der));
      case "EC PRIVATE KEY" -> key(wrap(join(EC, curve(der)), der));
      default -> throw new InvalidKeySpecException("unknown kind of key: " + block.group(1));
    };
  }

  private static byte[] decode(String base64) throws InvalidKeySpecException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("what is in it is not base64");
    }
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        continue; // of another kind
      }
    }
    throw new InvalidKeySpecException("it is no key of RSA, EC or EdDSA");
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return block(SEQUENCE, join(VERSION_0, block(SEQUENCE, algorithm), block(OCTETS, key)));
  }

  /** The object identifier of the curve, which stands in the key between key and point. */
  private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
    for (int i = 0; i + 3 < sec1.length; i++) {
      int length = sec1[i + 3];
      if ((sec1[i] & 0xFF) == CURVE
          && sec1[i + 2] == OBJECT_ID
          && sec1[i + 1] == length + 2
          && i + 4 + length <= sec1.length) {
        return Arrays.copyOfRange(sec1, i + 2, i + 4 + length);
      }
    }
    throw new InvalidKeySpecException("the key does not name its curve");
  }

  private static byte[] block(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length <= SHORT_LENGTH_MAX) {
      out.write(content.length);
    } else {
      int bytes = content.length > 0xFFFF ? 3 : content.length > 0xFF ? 2 : 1;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(content.length >> (Byte.SIZE * i));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
