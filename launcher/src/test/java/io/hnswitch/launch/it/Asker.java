package io.hnswitch.launch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Speaks HTTP from some place. All of its threads are there, since any of them may open a socket.
 */
record Asker(HttpClient http, ExecutorService threads) implements AutoCloseable {

  /** From where this process is. */
  static Asker here() {
    return from(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
  }

  /** From a namespace that exists. */
  static Asker in(Namespace namespace) {
    return from(Executors.newCachedThreadPool(new NamespaceThreads(namespace)));
  }

  private static Asker from(ExecutorService threads) {
    var http =
        CompletableFuture.supplyAsync(
            () ->
                HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(threads)
                    .build(),
            threads);
    return new Asker(http.join(), threads);
  }

  /**
   * Asks.
   *
   * @throws UncheckedIOException when nobody answers
   */
  HttpResponse<String> ask(HttpRequest request) {
    try {
      return CompletableFuture.supplyAsync(() -> send(request), threads).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
