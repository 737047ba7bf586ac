package io.hnswitch.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which nodes a client believes to be who they say they are, when it talks to them by TLS. */
final class Trust {

  private final Optional<SSLContext> context;

  private Trust(Optional<SSLContext> context) {
    this.context = context;
  }

  /** Those that the system's authorities vouch for. */
  static Trust system() {
    return new Trust(Optional.empty());
  }

  /**
   * Those that the certificates in a file vouch for, and no others.
   *
   * @throws CliException when the file cannot be used
   */
  static Trust authorities(Path file) {
    var all = read(file);
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < all.size(); i++) {
        store.setCertificateEntry("ca" + i, all.get(i));
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return of(factory.getTrustManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new CliException(ExitCode.INVALID, "hnswitch: cannot use " + file + ": " + e);
    }
  }

  /**
   * The one that shows the first certificate in a file, whatever name and date it has: for who
   * knows from elsewhere that it is the node's.
   *
   * @throws CliException when the file cannot be used
   */
  static Trust only(Path file) {
    return of(new TrustManager[] {new Only(read(file).getFirst())});
  }

  private static Trust of(TrustManager[] managers) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return new Trust(Optional.of(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private static List<X509Certificate> read(Path file) {
    try (var in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      var all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw new CertificateException("no certificate in PEM is in it");
      }
      return all;
    } catch (IOException | CertificateException e) {
      throw new CliException(
          ExitCode.INVALID, "hnswitch: cannot read the certificate in " + file + ": " + e);
    }
  }

  /** For an HTTP client; empty for the one that it has by itself. */
  Optional<SSLContext> context() {
    return context;
  }

  /** Believes one certificate. */
  private static final class Only extends X509ExtendedTrustManager {

    private final X509Certificate wanted;

    Only(X509Certificate wanted) {
      this.wanted = wanted;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (chain.length == 0 || !chain[0].equals(wanted)) {
        throw new CertificateException("it is not the certificate that the node was started with");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
