package io.hnswitch.console;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TCPSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;

/**
 * What a node shows to be itself by TLS: a certificate, those that vouch for it, and its key. It is
 * read whole and checked before anything uses it.
 */
public final class TlsIdentity {

  private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
  private static final byte[] PROBE = {1, 2, 3};

  private final Path certificate;
  private final KeyCertOptions keys;

  private TlsIdentity(Path certificate, KeyCertOptions keys) {
    this.certificate = certificate;
    this.keys = keys;
  }

  /**
   * Reads and checks it; blocks.
   *
   * @param certificate PEM: the node's own first, then those that vouch for it
   * @param key PEM, without a passphrase
   * @throws ConsoleException {@link ConsoleError#TLS_UNUSABLE} with the file and what is wrong
   */
  public static TlsIdentity read(Path certificate, Path key, Instant now) {
    var chain = chain(certificate);
    requireTime(certificate, chain.getFirst(), now);
    var privateKey = key(key);
    if (!isPair(privateKey, chain.getFirst().getPublicKey())) {
      throw unusable("the key in " + key + " is not that of the certificate in " + certificate);
    }
    try {
      return new TlsIdentity(certificate, keys(chain, privateKey));
    } catch (GeneralSecurityException | IOException e) {
      throw unusable("cannot use " + certificate + " and " + key + ": " + e.getMessage());
    }
  }

  private static List<X509Certificate> chain(Path file) {
    try (var in = open(file)) {
      var all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw unusable("no certificate in PEM is in " + file);
      }
      return all;
    } catch (CertificateException e) {
      throw unusable("what is in " + file + " is no certificate in PEM");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    return new ByteArrayInputStream(Files.readAllBytes(file));
  }

  private static void requireTime(Path file, X509Certificate own, Instant now) {
    try {
      own.checkValidity(Date.from(now));
    } catch (CertificateExpiredException e) {
      throw unusable(
          "the certificate in " + file + " has expired at " + own.getNotAfter().toInstant());
    } catch (CertificateNotYetValidException e) {
      throw unusable(
          "the certificate in " + file + " is not valid before " + own.getNotBefore().toInstant());
    }
  }

  private static PrivateKey key(Path file) {
    try {
      return PrivateKeyPem.read(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw unusable("cannot use the key in " + file + ": " + e.getMessage());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Whether what one signs the other confirms. */
  private static boolean isPair(PrivateKey key, PublicKey own) {
    var algorithm =
        switch (own.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> own.getAlgorithm();
        };
    try {
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(PROBE);
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(own);
      verifier.update(PROBE);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException e) {
      return false; // of different kinds
    }
  }

  private static KeyCertOptions keys(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    var password = new char[0];
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    store.setKeyEntry("node", key, password, chain.toArray(Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return KeyCertOptions.wrap(factory);
  }

  private static ConsoleException unreadable(Path file, IOException cause) {
    return unusable(
        switch (cause) {
          case NoSuchFileException e -> "there is no file " + file;
          case AccessDeniedException e -> "no permission to read " + file;
          default -> "cannot read " + file + ": " + cause.getMessage();
        });
  }

  private static ConsoleException unusable(String detail) {
    return new ConsoleException(ConsoleError.TLS_UNUSABLE, detail);
  }

  /** The file of the certificate, for whoever wants to know this node again. */
  public Path certificate() {
    return certificate;
  }

  void addTo(TCPSSLOptions options) {
    options.setSsl(true).setKeyCertOptions(keys).setEnabledSecureTransportProtocols(VERSIONS);
  }
}
