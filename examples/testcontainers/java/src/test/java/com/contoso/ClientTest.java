package com.contoso;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does our client fail closed? */
final class ClientTest {
    private static final Router ROUTER = new Router();

    @BeforeAll
    static void start() {
        ROUTER.start();
    }

    @AfterAll
    static void stop() {
        ROUTER.stop();
    }

    @Test
    void scoresWhereNothingIsWrong() throws Exception {
        ROUTER.use("valid");
        assertEquals("{\"result\": [6]}", new Client(ROUTER.trust()).score(ROUTER.scoringUri(), Router.KEY));
        assertTrue(ROUTER.observations().contains("\"authorization\":\"valid\""));
    }

    @ParameterizedTest
    @CsvSource({"expired, validity check failed", "fqdn-mismatch, No subject alternative", "untrusted-root, PKIX path"})
    void sendsNothingWhereTheCertificateIsWrong(String scenario, String reason) throws Exception {
        ROUTER.use(scenario);
        Client client = new Client(ROUTER.trust());
        var refusal = assertThrows(SSLException.class, () -> client.score(ROUTER.scoringUri(), Router.KEY));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertTrue(ROUTER.observations().contains("\"requests\":[]"));
    }
}
