package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRoutesTest {

  private static final int FIRST_SCREEN_BYTES_MAX = 300_000;
  private static final String BASE = Assets.PREFIX + PageFiles.ASSETS.hash() + "/";

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json");

  private static ConsoleHarness console;

  @BeforeAll
  static void open() {
    console = new ConsoleHarness();
  }

  @AfterAll
  static void close() {
    console.close();
  }

  private static HttpResponse<Buffer> get(String uri, String encoding) {
    return console.await(
        console.request(HttpMethod.GET, uri).putHeader("Accept-Encoding", encoding).send());
  }

  private static byte[] unpacked(Buffer body) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html"})
  void showsThePageThatNamesTheFilesOfNow(String uri) {
    var page = console.get(uri);
    assertEquals(200, page.statusCode());
    assertEquals("no-cache", page.getHeader("Cache-Control"));
    assertEquals("text/html; charset=utf-8", page.getHeader("Content-Type"));
    assertEquals(PageFiles.page(), page.bodyAsString());
    assertTrue(page.bodyAsString().contains("src=\"" + BASE + "main.js\""), page::bodyAsString);
    assertFalse(page.bodyAsString().contains("{{"), page::bodyAsString);
  }

  @Test
  void givesEveryFileForEver() throws IOException {
    for (var path : PageFiles.ASSETS.paths()) {
      var plain = get(BASE + path, "identity");
      var packed = get(BASE + path, "deflate, gzip;q=1.0, br");
      for (var one : List.of(plain, packed)) {
        assertEquals(200, one.statusCode(), path);
        var end = path.substring(path.lastIndexOf('.') + 1);
        var type = TYPES.getOrDefault(end, "text/plain; charset=utf-8");
        assertEquals(type, one.getHeader("Content-Type"), path);
        var keep = one.getHeader("Cache-Control");
        assertTrue(keep.contains("immutable") && keep.contains("max-age=31536000"), path);
        assertTrue(one.getHeader("Vary").toLowerCase().contains("accept-encoding"), path);
      }
      assertEquals("gzip", packed.getHeader("Content-Encoding"), path);
      assertNotEquals("gzip", plain.getHeader("Content-Encoding"), path);
      assertArrayEquals(bytes(plain), unpacked(packed.body()), path);
    }
  }

  private static byte[] bytes(HttpResponse<Buffer> response) {
    return response.body() == null ? new byte[0] : response.body().getBytes();
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, true",
    "GZIP, true",
    "'br, gzip;q=0.5', true",
    "'gzip;q=0', false",
    "'gzip; q=0', false",
    "'gzip;q=0.000', false",
    "br, false",
    "not-gzip, false",
    "'', false"
  })
  void compressesWhenTheBrowserTakesIt(String accepted, boolean isCompressed) {
    var encoding = get(BASE + "style.css", accepted).getHeader("Content-Encoding");
    assertEquals(isCompressed, "gzip".equals(encoding), () -> accepted + " gives " + encoding);
  }

  @Test
  void hasNoFilesOfAnotherVersion() {
    var other = console.get(Assets.PREFIX + "0123456789abcdef/main.js");
    assertEquals(404, other.statusCode());
    assertNotImmutable(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no.js",
        "lib/",
        "../style.css",
        "..%2fstyle.css",
        "%2e%2e/logback.xml",
        "lib/../../../io/hnswitch/console/Assets.class",
        "main.js/",
        "main.js%00"
      })
  void hasNoOtherFiles(String path) {
    var answer = console.get(BASE + path);
    assertTrue(answer.statusCode() >= 400, () -> path + ": " + answer.statusCode());
    assertNotImmutable(answer);
  }

  private static void assertNotImmutable(HttpResponse<Buffer> answer) {
    var keep = answer.getHeader("Cache-Control");
    assertTrue(keep == null || !keep.contains("immutable"), keep);
  }

  @Test
  void showsNothingToStrangers() {
    var answer = console.await(console.stranger(HttpMethod.GET, BASE + "main.js").send());
    assertEquals(401, answer.statusCode());
  }

  @Test
  void letsNoAnswerRunWhatIsWrittenInThePage() {
    var uris =
        List.of("/", "/index.html", BASE + "main.js", BASE + "no.js", "/login.html", "/icon.svg");
    for (var uri : uris) {
      var policy = console.get(uri).getHeader("Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), uri);
      assertFalse(policy.contains("unsafe-"), () -> uri + ": " + policy);
      assertFalse(policy.contains("http:") || policy.contains("*"), () -> uri + ": " + policy);
    }
  }

  @Test
  void sendsLittleForTheFirstScreen() {
    int page = get("/", "gzip").body().length();
    int scripts = PageFiles.linked("modulepreload").stream().mapToInt(PageRoutesTest::sent).sum();
    int styles = PageFiles.linked("stylesheet").stream().mapToInt(PageRoutesTest::sent).sum();
    var figures = "page=" + page + ", scripts=" + scripts + ", styles=" + styles + " bytes";
    assertTrue(scripts > 10_000 && scripts <= FIRST_SCREEN_BYTES_MAX, figures);
    assertTrue(styles <= FIRST_SCREEN_BYTES_MAX / 10, figures);
  }

  private static int sent(String path) {
    return get(BASE + path, "gzip").body().length();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/icon.svg", "/clients/hnswitch.js", "/clients/hnswitch.py", "/login.html"})
  void hasFilesWithFixedNamesThatAreAskedForEachTime(String uri) {
    var answer = console.get(uri);
    assertEquals(200, answer.statusCode());
    assertEquals("no-cache", answer.getHeader("Cache-Control"));
  }
}
