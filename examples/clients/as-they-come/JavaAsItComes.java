import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** HttpClient with nothing set, to see what it does by itself. Not an example to follow: java/ScoringClient.java is. */
public final class JavaAsItComes {
  public static void main(String[] args) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(System.getenv("SCORING_URI")))
            .header("Authorization", "Bearer " + System.getenv("SCORING_KEY"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"data\": [[1, 2, 3]]}"))
            .build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) throw new IllegalStateException("answered with " + response.statusCode());
    System.out.println(response.body());
  }
}
