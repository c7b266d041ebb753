import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * Scores once with the HttpsURLConnection of the JDK.
 *
 * <p>Address and key come from SCORING_URI and SCORING_KEY, what is trusted by the system property
 * javax.net.ssl.trustStore. Exit status 0 when it scored, 1 and one line on stderr otherwise.
 */
public final class UrlConnectionClient {
  private static final int TIME_OUT_MS = 3000;

  public static void main(String[] args) {
    try {
      String answer = score(System.getenv("SCORING_URI"), System.getenv("SCORING_KEY"));
      if (!answer.contains("\"result\"")) throw new IOException("no result in the answer");
      System.out.println(answer);
      System.exit(0);
    } catch (IOException error) {
      System.err.println("did not score: " + error);
      System.exit(1);
    }
  }

  private static String score(String uri, String key) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(uri).openConnection();
    connection.setConnectTimeout(TIME_OUT_MS);
    connection.setReadTimeout(TIME_OUT_MS);
    connection.setInstanceFollowRedirects(false);
    connection.setDoOutput(true);
    connection.setRequestProperty("Authorization", "Bearer " + key);
    connection.setRequestProperty("Content-Type", "application/json");
    try (OutputStream body = connection.getOutputStream()) {
      body.write("{\"data\": [[1, 2, 3]]}".getBytes(StandardCharsets.UTF_8));
    }
    if (connection.getResponseCode() != 200) throw new IOException("answered with " + connection.getResponseCode());
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
