package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.AuditRecord;
import io.hnswitch.bus.Addresses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users sign in, and may what their role may; a console with its bus, by REST and WebSocket. */
class LoginTest {

  private static final String PASSWORD = "four words are enough";

  private final ConsoleHarness console = new ConsoleHarness();

  @BeforeEach
  void makeAUser() {
    assertEquals(200, create("ann", "operator", PASSWORD).statusCode());
  }

  @AfterEach
  void close() {
    console.close();
  }

  private HttpResponse<Buffer> create(String name, String role, String password) {
    return json(
        console.request(HttpMethod.POST, "/api/v1/users"),
        new JsonObject().put("name", name).put("role", role).put("password", password));
  }

  private HttpResponse<Buffer> json(HttpRequest<Buffer> request, JsonObject body) {
    return console.await(request.sendJsonObject(body));
  }

  private HttpResponse<Buffer> login(String name, String password) {
    return json(
        console.stranger(HttpMethod.POST, "/api/v1/login"),
        new JsonObject().put("name", name).put("password", password));
  }

  /** A signed-in browser: its cookie and CSRF token. */
  private record Signed(String cookie, String csrf) {
    static Signed of(HttpResponse<Buffer> login) {
      assertEquals(200, login.statusCode(), login.bodyAsString());
      var data = login.bodyAsJsonObject().getJsonObject("data");
      return new Signed(cookieOf(login), data.getString("csrf"));
    }

    private static String cookieOf(HttpResponse<Buffer> login) {
      var cookie = login.getHeader("Set-Cookie");
      return cookie.substring(0, cookie.indexOf(';'));
    }
  }

  private Signed signIn() {
    return Signed.of(login("ann", PASSWORD));
  }

  private HttpRequest<Buffer> with(Signed who, HttpMethod method, String uri) {
    return console.stranger(method, uri).putHeader("Cookie", who.cookie());
  }

  private int status(Signed who, HttpMethod method, String uri) {
    return console.await(with(who, method, uri).send()).statusCode();
  }

  @Test
  void givesACookieThatScriptsCannotReadAndOtherSitesCannotUse() {
    var login = login("ann", PASSWORD);
    var cookie = login.getHeader("Set-Cookie");
    assertTrue(cookie.toLowerCase(Locale.ROOT).contains("httponly"), cookie);
    assertTrue(cookie.contains("SameSite=Strict"), cookie);
    assertTrue(cookie.contains("Path=/"), cookie);
    assertFalse(cookie.contains("Secure"), "there is no TLS here: " + cookie);
    assertEquals("no-store", login.getHeader("Cache-Control"));
    var data = login.bodyAsJsonObject().getJsonObject("data");
    assertEquals("ann", data.getString("name"));
    assertEquals("operator", data.getString("role"));
    var value = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    assertFalse(login.bodyAsString().contains(value), "the id is in the cookie only");
  }

  @Test
  void admitsWhoIsSignedInWithTheRoleOfTheUser() {
    var ann = signIn();
    assertEquals(200, status(ann, HttpMethod.GET, "/api/v1/nics"));
    assertEquals(403, status(ann, HttpMethod.GET, "/api/v1/tokens"));
    var told = console.await(with(ann, HttpMethod.GET, "/api/v1/whoami").send());
    assertEquals(
        new JsonObject().put("name", "ann").put("role", "operator"),
        told.bodyAsJsonObject().getJsonObject("data"));
    assertTrue(
        console.await(with(ann, HttpMethod.GET, "/").send()).bodyAsString().contains("main"));
  }

  @Test
  void letsACookieChangeSomethingWithTheCsrfTokenOnly() {
    var ann = signIn();
    var down = "/api/v1/nics/a:hn0/actions/down";
    assertEquals(403, status(ann, HttpMethod.POST, down));
    assertEquals(0, console.fake().asked("nic.down"));
    var shown = with(ann, HttpMethod.POST, down).putHeader(Csrf.HEADER, ann.csrf());
    assertEquals(200, console.await(shown.send()).statusCode());
    var told = console.await(with(ann, HttpMethod.GET, "/api/v1/session").send());
    var data = told.bodyAsJsonObject().getJsonObject("data");
    assertEquals(ann.csrf(), data.getString("csrf"));
    assertEquals("user", data.getString("by"));
  }

  @Test
  void wantsTheCsrfTokenFromWhoCameByAnAddressToo() {
    var start = new Signed("hnswitch-" + console.port() + "=" + ConsoleHarness.TOKEN, "");
    var down = "/api/v1/nics/a:hn0/actions/down";
    assertEquals(403, status(start, HttpMethod.POST, down));
    var told = console.await(with(start, HttpMethod.GET, "/api/v1/session").send());
    var csrf = told.bodyAsJsonObject().getJsonObject("data").getString("csrf");
    var shown = with(start, HttpMethod.POST, down).putHeader(Csrf.HEADER, csrf);
    assertEquals(200, console.await(shown.send()).statusCode());
  }

  @Test
  void answersTheSameToUnknownNamesAndWrongPasswords() {
    var wrong = login("ann", "not the password");
    var unknown = login("bob", "not the password");
    assertEquals(401, wrong.statusCode());
    assertEquals(401, unknown.statusCode());
    assertEquals(wrong.bodyAsString(), unknown.bodyAsString());
    assertNull(wrong.getHeader("Set-Cookie"));
  }

  @Test
  void isRecordedWithoutWhatWasTyped() {
    var records = new CopyOnWriteArrayList<AuditRecord>();
    console
        .lab()
        .bus()
        .serve(
            Addresses.audit(),
            record -> {
              records.add(record);
              return null;
            });
    login("ann", "not the password");
    login("my secret in the wrong place", "ann");
    signIn();
    console.lab().until(() -> records.size() == 3);
    assertEquals(
        List.of("ann unauthenticated", " unauthenticated", "ann done"),
        records.stream().map(one -> one.caller().name() + " " + one.result()).toList());
    assertEquals("rest 127.0.0.1", records.getFirst().caller().from());
    assertTrue(records.stream().noneMatch(one -> one.toString().contains("secret")));
  }

  @Test
  void slowsGuessingDown() {
    for (int i = 0; i <= Throttle.FREE; i++) {
      assertEquals(401, login("ann", "guess number " + i).statusCode());
    }
    var refused = login("ann", PASSWORD);
    assertEquals(429, refused.statusCode());
    assertEquals("1", refused.getHeader("Retry-After"));
    assertEquals("too-many-requests", refused.bodyAsJsonObject().getString("code"));
    assertEquals(200, console.get("/api/v1/nics").statusCode(), "tokens are not passwords");
    console.lab().elapse(Throttle.WAIT_FIRST);
    signIn();
  }

  @Test
  void slowsDownWhoShowsWrongTokens() {
    for (int i = 0; i <= Throttle.FREE; i++) {
      assertEquals(401, show("wrong" + i).statusCode());
    }
    var refused = show("wrong");
    assertEquals(429, refused.statusCode());
    assertEquals("1", refused.getHeader("Retry-After"));
    assertEquals(
        429, console.await(console.stranger(HttpMethod.GET, "/?token=x").send()).statusCode());
    try (var tcp = console.tcp()) {
      tcp.send(
          new JsonObject()
              .put("type", "send")
              .put("address", "hnswitch.v1.sys.ping")
              .put("replyAddress", "r1")
              .put("headers", new JsonObject().put("hnswitch-token", "wrong"))
              .put("body", new JsonObject()));
      assertEquals(429, tcp.next().getInteger("failureCode"));
    }
    assertEquals(200, show(ConsoleHarness.TOKEN).statusCode());
  }

  private HttpResponse<Buffer> show(String token) {
    return console.await(
        console.stranger(HttpMethod.GET, "/api/v1/nics").bearerTokenAuthentication(token).send());
  }

  @Test
  void takesJsonOnlyAndNotTooMuch() {
    var login = console.stranger(HttpMethod.POST, "/api/v1/login");
    var form = "name=ann&password=" + PASSWORD;
    login.putHeader("Content-Type", "application/x-www-form-urlencoded");
    assertEquals(400, console.await(login.sendBuffer(Buffer.buffer(form))).statusCode());
    login.putHeader("Content-Type", "application/json");
    for (var text :
        List.of("", "[]", "{", "{\"name\":1,\"password\":\"x\"}", "{\"name\":\"ann\"}")) {
      assertEquals(400, console.await(login.sendBuffer(Buffer.buffer(text))).statusCode(), text);
    }
    var large = "{\"name\":\"ann\",\"password\":\"" + "x".repeat(5_000) + "\"}";
    assertEquals(413, console.await(login.sendBuffer(Buffer.buffer(large))).statusCode());
    var elsewhere = console.stranger(HttpMethod.POST, "/api/v1/login");
    elsewhere.putHeader("Origin", "http://evil.example");
    assertEquals(403, json(elsewhere, new JsonObject()).statusCode());
  }

  @Test
  void signsOut() {
    var ann = signIn();
    assertEquals(403, status(ann, HttpMethod.POST, "/api/v1/logout"));
    var socket = socket(ann);
    var out = with(ann, HttpMethod.POST, "/api/v1/logout").putHeader(Csrf.HEADER, ann.csrf());
    var response = console.await(out.send());
    assertEquals(200, response.statusCode());
    assertTrue(response.getHeader("Set-Cookie").contains("Max-Age=0"));
    assertEquals(401, status(ann, HttpMethod.GET, "/api/v1/nics"));
    assertEquals("closed", socket.next());
  }

  private ConsoleHarness.Socket socket(Signed who) {
    return new ConsoleHarness.Socket(
        console.await(
            console.connect(
                console
                    .socketOptions()
                    .addHeader("Origin", "http://" + console.authority())
                    .addHeader("Cookie", who.cookie()))));
  }

  @Test
  void endsTheOldSessionWithANewOne() {
    var first = signIn();
    var again =
        json(
            with(first, HttpMethod.POST, "/api/v1/login"),
            new JsonObject().put("name", "ann").put("password", PASSWORD));
    assertEquals(401, status(first, HttpMethod.GET, "/api/v1/nics"));
    assertEquals(200, status(Signed.of(again), HttpMethod.GET, "/api/v1/nics"));
  }

  @Test
  void endsSessionsThatAreNotUsedOrTooOld() {
    var idle = signIn();
    var open = signIn();
    var socket = socket(open);
    console.lab().elapse(Sessions.IDLE);
    assertEquals(401, status(idle, HttpMethod.GET, "/api/v1/nics"));
    // The manual clock has made the socket silent for too long.
    assertEquals("closed", socket.next());
    var old = signIn();
    console.lab().elapse(Sessions.ABSOLUTE);
    assertEquals(401, status(old, HttpMethod.GET, "/api/v1/nics"));
  }

  @Test
  void cutsOffAUserThatIsDeleted() {
    var ann = signIn();
    var socket = socket(ann);
    var gone =
        console.await(console.request(HttpMethod.POST, "/api/v1/users/ann/actions/delete").send());
    assertEquals(1, gone.bodyAsJsonObject().getJsonObject("data").getInteger("ended"));
    assertEquals("closed", socket.next());
    assertEquals(401, status(ann, HttpMethod.GET, "/api/v1/nics"));
    assertEquals(401, login("ann", PASSWORD).statusCode());
  }

  @Test
  void cutsOffAUserThatIsChanged() {
    var ann = signIn();
    var socket = socket(ann);
    var role = new JsonObject().put("role", "admin");
    assertEquals(
        200, json(console.request(HttpMethod.PATCH, "/api/v1/users/ann"), role).statusCode());
    assertEquals("closed", socket.next());
    assertEquals(401, status(ann, HttpMethod.GET, "/api/v1/nics"));
    var admin = signIn();
    assertEquals(200, status(admin, HttpMethod.GET, "/api/v1/users"));
    var password = new JsonObject().put("password", "another password");
    var changed = json(console.request(HttpMethod.PATCH, "/api/v1/users/ann"), password);
    assertEquals(200, changed.statusCode());
    assertEquals(401, status(admin, HttpMethod.GET, "/api/v1/nics"));
    assertEquals(401, login("ann", PASSWORD).statusCode());
    assertEquals(200, login("ann", "another password").statusCode());
  }

  @Test
  void endsTheStreamOfEventsWithTheSession() {
    var ann = signIn();
    var stream =
        console.await(
            console
                .plainClient()
                .request(HttpMethod.GET, console.port(), "127.0.0.1", "/api/v1/events")
                .compose(
                    request ->
                        request
                            .putHeader("Cookie", ann.cookie())
                            .putHeader("Accept", "text/event-stream")
                            .send()));
    var end = stream.end();
    console.await(console.request(HttpMethod.POST, "/api/v1/users/ann/actions/delete").send());
    console.await(end);
  }

  @Test
  void refusesUsersThatCannotBe() {
    assertEquals(409, create("ann", "viewer", PASSWORD).statusCode());
    assertEquals(400, create("Ann", "viewer", PASSWORD).statusCode());
    assertEquals(400, create("bob", "root", PASSWORD).statusCode());
    assertEquals(400, create("bob", "viewer", "short").statusCode());
    console.tokenOf("viewer");
    assertEquals(409, create("viewer", "viewer", PASSWORD).statusCode());
    var token = new JsonObject().put("name", "ann");
    assertEquals(409, json(console.request(HttpMethod.POST, "/api/v1/tokens"), token).statusCode());
    var nothing = console.request(HttpMethod.PATCH, "/api/v1/users/ann");
    assertEquals(400, json(nothing, new JsonObject()).statusCode());
    var nobody = console.request(HttpMethod.PATCH, "/api/v1/users/bob");
    assertEquals(404, json(nobody, new JsonObject().put("role", "admin")).statusCode());
  }

  @Test
  void tellsPasswordsToNobody() {
    var list = console.get("/api/v1/users").bodyAsString();
    assertEquals(1, new JsonObject(list).getJsonArray("data").size());
    assertFalse(list.contains("hash") || list.contains("password"), list);
    var secret = "a password in an address";
    var request =
        console.request(HttpMethod.POST, "/api/v1/users").addQueryParam("password", secret);
    var refused = json(request, new JsonObject().put("name", "bob").put("password", "another one"));
    assertEquals(400, refused.statusCode());
    assertFalse(refused.bodyAsString().contains(secret), refused.bodyAsString());
    assertFalse(refused.bodyAsString().contains("another one"), refused.bodyAsString());
    var malformed = console.request(HttpMethod.POST, "/api/v1/users");
    var text = Buffer.buffer("{\"password\": " + "unquoted-secret}");
    var told = console.await(malformed.sendBuffer(text));
    assertEquals(400, told.statusCode());
    assertFalse(told.bodyAsString().contains("unquoted"), told.bodyAsString());
    assertFalse(console.get("/api/v1/events/since").bodyAsString().contains(PASSWORD));
  }

  @Test
  void showsTheLoginPageToBrowsersThatAreNotSignedIn() {
    var page = page("/");
    assertEquals(200, page.statusCode());
    assertTrue(page.bodyAsString().contains("/login.js"), page.bodyAsString());
    assertEquals("no-store", page.getHeader("Cache-Control"));
    for (var part : List.of("/login.js", "/login.css", "/style.css", "/icon.svg")) {
      assertEquals(200, page(part).statusCode(), part);
    }
    for (var other : List.of("/main.js", "/bus.js", "/clients/hnswitch.py", "/api/v1/nics")) {
      assertEquals(401, page(other).statusCode(), other);
    }
    assertEquals(401, page("/?token=wrong").statusCode());
    assertEquals(401, console.await(console.stranger(HttpMethod.GET, "/").send()).statusCode());
    console.await(console.request(HttpMethod.POST, "/api/v1/users/ann/actions/delete").send());
    assertEquals(401, page("/").statusCode());
    assertEquals(401, page("/login.js").statusCode());
  }

  private HttpResponse<Buffer> page(String uri) {
    return console.await(
        console.stranger(HttpMethod.GET, uri).putHeader("Accept", "text/html,*/*").send());
  }

  @Test
  void takesTheTokenOfAnAddressInsteadOfTheSession() {
    var ann = signIn();
    var uri = "/?token=" + ConsoleHarness.TOKEN;
    var entered = console.await(with(ann, HttpMethod.GET, uri).send());
    assertEquals(303, entered.statusCode());
    var cookies = entered.cookies();
    assertEquals(2, cookies.size(), cookies.toString());
    assertEquals(401, status(ann, HttpMethod.GET, "/api/v1/nics"));
  }

  @Test
  void saysEverywhereWhatBrowsersMayDo() {
    var ann = signIn();
    for (var request :
        List.of(
            with(ann, HttpMethod.GET, "/"),
            with(ann, HttpMethod.GET, "/main.js"),
            with(ann, HttpMethod.GET, "/api/v1/nics"),
            with(ann, HttpMethod.GET, "/api/v1/openapi.json"),
            with(ann, HttpMethod.GET, "/api/v1/session"),
            with(ann, HttpMethod.GET, "/api/v1/nothing"),
            with(ann, HttpMethod.GET, "/api/v1/tokens"),
            with(ann, HttpMethod.POST, "/api/v1/logout"),
            with(ann, HttpMethod.DELETE, "/api/v1/nics/a:hn0"),
            with(ann, HttpMethod.GET, "/nothing"),
            with(ann, HttpMethod.GET, "/eventbus/x"),
            console.stranger(HttpMethod.GET, "/"),
            console.stranger(HttpMethod.GET, "/").putHeader("Accept", "text/html"),
            console.stranger(HttpMethod.GET, "/login.js"),
            console.stranger(HttpMethod.POST, "/api/v1/login"),
            console.stranger(HttpMethod.GET, "/?token=" + ConsoleHarness.TOKEN),
            console.stranger(HttpMethod.GET, "/api/v1/nics/%zz"),
            console.stranger(HttpMethod.GET, "/health/live"),
            console.stranger(HttpMethod.GET, "/health/ready"),
            console.stranger(HttpMethod.GET, "/health/nothing"),
            console.stranger(HttpMethod.GET, "/").putHeader("Host", "evil.example"))) {
      var response = console.await(request.send());
      var policy = response.getHeader("Content-Security-Policy");
      assertNotNull(policy, request.uri() + " " + response.statusCode());
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals("nosniff", response.getHeader("X-Content-Type-Options"), request.uri());
      assertEquals("DENY", response.getHeader("X-Frame-Options"), request.uri());
      assertNull(response.getHeader("Strict-Transport-Security"), "there is no TLS here");
    }
  }
}
