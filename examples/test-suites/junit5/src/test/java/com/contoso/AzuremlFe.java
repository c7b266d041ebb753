package com.contoso;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A running azureml-fe-mock: {@code @RegisterExtension static AzuremlFe fe}. It ends with this JVM, however that ends. */
final class AzuremlFe implements BeforeAllCallback, AfterAllCallback {
    private final HttpClient http = HttpClient.newHttpClient();
    private Path state;
    private Process process;
    private String control;
    private String client;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        String program = Objects.requireNonNullElse(System.getenv("AZUREML_FE_MOCK"), "azureml-fe-mock");
        state = Files.createTempDirectory("azureml-fe");
        process = new ProcessBuilder(program, "start", "--json", "--stop-with-stdin", "--log-level", "error",
                "--state", state.toString(),
                "--https-port", "0", "--http-port", "0", "--dns-port", "0", "--control-port", "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        control = field(process.inputReader().readLine(), "controlUrl");
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (process != null) {
            process.outputWriter().close();
            process.waitFor();
        }
        try (var files = Files.walk(state)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    /** Switches to a scenario of the catalogue, and asks what a client is given in it. */
    void use(String scenario) throws Exception {
        call("PUT", "/scenario", "{\"name\":\"" + scenario + "\"}");
        client = call("GET", "/client", null);
    }

    URI scoringUri() {
        return URI.create(field(client, "scoringUri"));
    }

    String key() {
        return field(client, "key");
    }

    /** Fails unless the judge passes what was seen of the client. {@code succeeded}: what the client itself reported. */
    void assertRight(boolean succeeded) throws Exception {
        String said = call("POST", "/verdict", "{\"succeeded\":" + succeeded + "}");
        if (!field(said, "verdict").equals("pass")) {
            throw new AssertionError("the client " + field(said, "reason") + "\n" + call("GET", "/timeline", null));
        }
    }

    /** Trusts the CA of the scenario and no other. */
    SSLContext trust() throws Exception {
        byte[] pem = field(client, "ca").replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private String call(String method, String path, String body) throws Exception {
        var content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create(control + path)).method(method, content);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.body());
        }
        return answer.body();
    }

    /** A string of a flat JSON object; a project with a JSON library uses that. */
    private static String field(String json, String name) {
        var found = Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]++|\\\\.)*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return found.group(1);
    }
}
