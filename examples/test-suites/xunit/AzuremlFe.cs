using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Xunit;

/// <summary>The judgement about the client; Result is pass, fail, advisory or inconclusive.</summary>
public sealed record Verdict(
    [property: System.Text.Json.Serialization.JsonPropertyName("verdict")] string Result,
    string? Finding,
    string Reason);

/// <summary>A running azureml-fe-mock. It ends with this process, however that ends.</summary>
public sealed class AzuremlFe : IAsyncLifetime
{
    private readonly HttpClient control = new();
    private readonly string state = Directory.CreateTempSubdirectory("azureml-fe").FullName;
    private Process? process;
    private JsonElement client;

    /// <summary>Where to score, by the custom name.</summary>
    public Uri ScoringUri => new(client.GetProperty("scoringUri").GetString()!);

    /// <summary>The bearer key of the scenario.</summary>
    public string Key => client.GetProperty("key").GetString()!;

    public async Task InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("AZUREML_FE_MOCK") ?? "azureml-fe-mock";
        string[] options =
        [
            "start", "--json", "--stop-with-stdin", "--log-level", "error", "--state", state,
            "--https-port", "0", "--http-port", "0", "--dns-port", "0", "--control-port", "0",
        ];
        process = Process.Start(new ProcessStartInfo(program, options)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var ready = JsonSerializer.Deserialize<JsonElement>(
            await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("start has ended"));
        control.BaseAddress = new Uri(ready.GetProperty("controlUrl").GetString()!);
    }

    public async Task DisposeAsync()
    {
        control.Dispose();
        if (process is not null)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(state, recursive: true);
    }

    /// <summary>Switches to a scenario of the catalogue, and asks what a client is given in it.</summary>
    public async Task UseAsync(string scenario)
    {
        using var switched = await control.PutAsJsonAsync("/scenario", new { name = scenario });
        switched.EnsureSuccessStatusCode();
        client = await control.GetFromJsonAsync<JsonElement>("/client");
    }

    /// <summary>Judges what was seen of the client since UseAsync, and what the client itself reported.</summary>
    public async Task<Verdict> JudgeAsync(bool succeeded)
    {
        using var answer = await control.PostAsJsonAsync("/verdict", new { succeeded });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Verdict>())!;
    }

    /// <summary>What the router saw, for the message of a failure.</summary>
    public Task<string> TimelineAsync() => control.GetStringAsync("/timeline");

    /// <summary>Trusts the CA of the scenario, and every name leads it to the router, as with the customer's DNS.</summary>
    public HttpClient CreateClient()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(client.GetProperty("ca").GetString()!);
        return new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            ConnectCallback = async (context, cancelled) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync("127.0.0.1", context.DnsEndPoint.Port, cancelled);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        })
        {
            Timeout = TimeSpan.FromSeconds(5),
        };
    }
}
