import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Scores once with the HttpClient of the JDK, which follows no redirect by default.
 *
 * <p>Where and with which key comes from SCORING_URI and SCORING_KEY, what is trusted by the system property
 * javax.net.ssl.trustStore. Exit status 0 and the answer on stdout when it scored, 1 and one line on stderr otherwise.
 */
public final class ScoringClient {
  private static final int TIME_OUT_SECONDS = 3;

  /** The JDK has no JSON parser; the whole answer has to look like this, so that half of one does not. */
  private static final Pattern ANSWER = Pattern.compile("\\s*\\{\\s*\"result\"\\s*:\\s*\\[[^\\[\\]{}]*]\\s*}\\s*");

  public static void main(String[] args) throws InterruptedException {
    try {
      String answer = scoreWithOneRetry(required("SCORING_URI"), required("SCORING_KEY"));
      if (!ANSWER.matcher(answer).matches()) throw new IllegalStateException("no result in the answer");
      System.out.println(answer);
      System.exit(0);
    } catch (ExecutionException error) {
      System.err.println("did not score: " + error.getCause());
    } catch (TimeoutException error) {
      System.err.println("did not score: no answer within " + TIME_OUT_SECONDS + " s");
    } catch (RuntimeException error) {
      System.err.println("did not score: " + error.getMessage());
    }
    System.exit(1);
  }

  private static String scoreWithOneRetry(String uri, String key)
      throws ExecutionException, InterruptedException, TimeoutException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"data\": [[1, 2, 3]]}"))
            .build();
    HttpResponse<String> response = send(client, request);
    if (response.statusCode() == 503) {
      Thread.sleep(200);
      response = send(client, request);
    }
    if (response.statusCode() != 200) throw new IllegalStateException("answered with " + response.statusCode());
    return response.body();
  }

  /** The time-out of an HttpRequest ends with the head of the answer; this one is for the whole of it. */
  private static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws ExecutionException, InterruptedException, TimeoutException {
    return client.sendAsync(request, BodyHandlers.ofString()).get(TIME_OUT_SECONDS, TimeUnit.SECONDS);
  }

  private static String required(String name) {
    String value = System.getenv(name);
    if (value == null) throw new IllegalStateException(name + " is not set");
    return value;
  }
}
