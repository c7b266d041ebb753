package com.contoso;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTest {
    @RegisterExtension
    static final AzuremlFe FE = new AzuremlFe();

    @ParameterizedTest
    @ValueSource(strings = {"valid", "expired", "fqdn-mismatch", "untrusted-root", "redirect-to-http"})
    void failsClosed(String scenario) throws Exception {
        FE.use(scenario);
        FE.assertRight(score());
    }

    /** The client under test. */
    private static boolean score() throws Exception {
        HttpClient http = HttpClient.newBuilder().sslContext(FE.trust()).version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(FE.scoringUri())
                .header("Authorization", "Bearer " + FE.key()).header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(5)).POST(BodyPublishers.ofString("{\"data\":[[1,2,3]]}")).build();
        try {
            return http.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException refused) {
            return false;
        }
    }
}
