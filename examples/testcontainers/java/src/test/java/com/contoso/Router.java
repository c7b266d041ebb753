package com.contoso;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The container, and its control API. */
final class Router extends GenericContainer<Router> {
    static final String KEY = "the-key-of-the-test";
    private static final int HTTPS = 8443;
    private static final int CONTROL = 8055;
    private final HttpClient http = HttpClient.newHttpClient();

    Router() {
        super(DockerImageName.parse(
                Objects.requireNonNullElse(System.getenv("AZUREML_FE_MOCK_IMAGE"), "azureml-fe-mock:local")));
        withCommand("start", "--host", "0.0.0.0", "--control-host", "0.0.0.0",
                "--state", "/tmp/azureml-fe-mock", "--key", KEY);
        withExposedPorts(HTTPS, CONTROL);
        waitingFor(Wait.forHttp("/health").forPort(CONTROL).forStatusCode(200));
    }

    URI scoringUri() {
        return URI.create("https://www.contoso.com:" + getMappedPort(HTTPS) + "/api/v1/endpoint/demo/score");
    }

    /** Switches to a scenario of the catalogue and forgets what was seen. */
    void use(String scenario) throws Exception {
        call("PUT", "/scenario", "{\"name\":\"" + scenario + "\"}");
        call("DELETE", "/observations", null);
    }

    /** What the router has seen since then, JSON. */
    String observations() throws Exception {
        return call("GET", "/observations", null);
    }

    /** Trusts the CA of the container and no other; ask again after a switch, since a scenario may have its own. */
    SSLContext trust() throws Exception {
        byte[] pem = call("GET", "/ca.pem", null).getBytes(StandardCharsets.US_ASCII);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (var ca : CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            store.setCertificateEntry("ca-" + count++, ca);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private String call(String method, String path, String body) throws Exception {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://" + getHost() + ":" + getMappedPort(CONTROL) + path))
                .method(method, content);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
