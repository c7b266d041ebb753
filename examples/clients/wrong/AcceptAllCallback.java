import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * WRONG: hands TLS a callback that is asked about the certificate and never says no.
 *
 * <p>An empty method looks harmless in a review, more so than a switch that is called "insecure". Any server that answers gets
 * the key: every scenario of a certificate that is to be refused finds {@code leaked-key} (self-signed, untrusted-root,
 * expired, fqdn-mismatch and their like). Right: java/ScoringClient.java.
 */
public final class AcceptAllCallback {
  public static void main(String[] args) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new AcceptAll()}, null);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(System.getenv("SCORING_URI")))
            .header("Authorization", "Bearer " + System.getenv("SCORING_KEY"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"data\": [[1, 2, 3]]}"))
            .build();
    try {
      HttpClient client = HttpClient.newBuilder().sslContext(context).build();
      var response = client.sendAsync(request, BodyHandlers.ofString()).get(3, TimeUnit.SECONDS);
      boolean scored = response.statusCode() == 200 && response.body().matches("\\s*\\{\\s*\"result\"[^{}]*}\\s*");
      System.out.println(response.body());
      System.exit(scored ? 0 : 1);
    } catch (Exception error) {
      System.err.println("did not score: " + error);
      System.exit(1);
    }
  }

  /** The mistake. */
  private static final class AcceptAll extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
