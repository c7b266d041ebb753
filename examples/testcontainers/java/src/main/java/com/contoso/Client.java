package com.contoso;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** A client of an online endpoint, the one that ClientTest judges. */
public final class Client {
    private final HttpClient http;

    public Client(SSLContext trust) {
        http = HttpClient.newBuilder().sslContext(trust).build();
    }

    /** Sends one request to the endpoint and gives its answer, JSON. */
    public String score(URI uri, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.ofString("{\"data\":[[1,2,3]]}"))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the endpoint answered " + answer.statusCode());
        }
        return answer.body();
    }
}
