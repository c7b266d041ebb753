using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Xunit;

/// <summary>Does our client fail closed?</summary>
public sealed class ClientTests(Router router) : IClassFixture<Router>
{
    [Fact]
    public async Task ScoresWhereNothingIsWrong()
    {
        await router.UseAsync("valid");
        using var http = await router.CreateClientAsync();
        Assert.Equal("{\"result\": [6]}", await ScoreAsync(http, router.ScoringUri, Router.Key));
        Assert.Equal(1, await router.CountRequestsAsync());
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("fqdn-mismatch")]
    [InlineData("untrusted-root")]
    public async Task SendsNothingWhereTheCertificateIsWrong(string scenario)
    {
        await router.UseAsync(scenario);
        using var http = await router.CreateClientAsync();
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(
            () => ScoreAsync(http, router.ScoringUri, Router.Key));
        Assert.IsType<AuthenticationException>(refusal.InnerException);
        Assert.Equal(0, await router.CountRequestsAsync());
    }

    /// <summary>The client under test.</summary>
    private static async Task<string> ScoreAsync(HttpClient http, Uri uri, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = new StringContent("{\"data\":[[1,2,3]]}", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }
}
