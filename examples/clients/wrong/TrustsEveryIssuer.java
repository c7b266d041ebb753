import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Timer;
import java.util.TimerTask;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * WRONG: a trust manager that accepts every issuer. HttpsURLConnection still compares the name, which is no help: an
 * attacker's certificate has the right one.
 *
 * <p>The scenarios of the groups trust and validity find {@code leaked-key}; those of identity pass. Right:
 * java/ScoringClient.java.
 */
public final class TrustsEveryIssuer {
  public static void main(String[] args) throws Exception {
    // For the whole of it: the time-outs of HttpsURLConnection are for each read.
    new Timer(true).schedule(exitAfterwards(), 5000);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new EveryIssuer()}, null);
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(System.getenv("SCORING_URI")).toURL().openConnection();
      if (connection instanceof HttpsURLConnection https) https.setSSLSocketFactory(context.getSocketFactory());
      connection.setConnectTimeout(3000);
      connection.setReadTimeout(3000);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Authorization", "Bearer " + System.getenv("SCORING_KEY"));
      connection.setRequestProperty("Content-Type", "application/json");
      byte[] body = "{\"data\": [[1, 2, 3]]}".getBytes(StandardCharsets.UTF_8);
      connection.setDoOutput(true);
      // Without it a POST whose connection breaks is sent once more by itself.
      connection.setFixedLengthStreamingMode(body.length);
      connection.getOutputStream().write(body);
      int status = connection.getResponseCode();
      if (status != 200) throw new IOException("answered with " + status);
      String answer = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.matches("\\s*\\{\\s*\"result\"[^{}]*}\\s*")) throw new IOException("no result in the answer");
      System.out.println(answer);
      System.exit(0);
    } catch (IOException error) {
      System.err.println("did not score: " + error);
      System.exit(1);
    }
  }

  private static TimerTask exitAfterwards() {
    return new TimerTask() {
      @Override
      public void run() {
        System.err.println("did not score: no answer in time");
        System.exit(1);
      }
    };
  }

  /** The mistake. */
  private static final class EveryIssuer implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
