using System.Net.Http.Headers;
using System.Text;
using Xunit;

/// <summary>Does our client fail closed?</summary>
public sealed class ClientTests(AzuremlFe fe) : IClassFixture<AzuremlFe>
{
    [Theory]
    [InlineData("valid")]
    [InlineData("expired")]
    [InlineData("fqdn-mismatch")]
    [InlineData("untrusted-root")]
    [InlineData("redirect-to-http")]
    public async Task FailsClosed(string scenario)
    {
        await fe.UseAsync(scenario);
        var verdict = await fe.JudgeAsync(await ScoreAsync());
        Assert.True(verdict.Result == "pass", $"the client {verdict.Reason}\n{await fe.TimelineAsync()}");
    }

    /// <summary>The client under test.</summary>
    private async Task<bool> ScoreAsync()
    {
        using var http = fe.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, fe.ScoringUri);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fe.Key);
        request.Content = new StringContent("{\"data\":[[1,2,3]]}", Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.SendAsync(request);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
