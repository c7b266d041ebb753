using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Xunit;

/// <summary>The container, and its control API.</summary>
public sealed class Router : IAsyncLifetime
{
    public const string Key = "the-key-of-the-test";
    private const ushort Https = 8443;
    private const ushort Control = 8055;

    private static readonly string Image =
        Environment.GetEnvironmentVariable("AZUREML_FE_MOCK_IMAGE") ?? "azureml-fe-mock:local";

    private readonly HttpClient control = new();

    private readonly IContainer container = new ContainerBuilder(Image)
        .WithCommand("start", "--host", "0.0.0.0", "--control-host", "0.0.0.0",
            "--state", "/tmp/azureml-fe-mock", "--key", Key)
        .WithPortBinding(Https, assignRandomHostPort: true)
        .WithPortBinding(Control, assignRandomHostPort: true)
        .WithWaitStrategy(Wait.ForUnixContainer()
            .UntilHttpRequestIsSucceeded(request => request.ForPort(Control).ForPath("/health")))
        .Build();

    public Uri ScoringUri =>
        new($"https://www.contoso.com:{container.GetMappedPublicPort(Https)}/api/v1/endpoint/demo/score");

    public async Task InitializeAsync()
    {
        await container.StartAsync();
        control.BaseAddress = new Uri($"http://{container.Hostname}:{container.GetMappedPublicPort(Control)}");
    }

    public async Task DisposeAsync()
    {
        control.Dispose();
        await container.DisposeAsync();
    }

    /// <summary>Switches to a scenario of the catalogue and forgets what was seen.</summary>
    public async Task UseAsync(string scenario)
    {
        using var switched = await control.PutAsJsonAsync("/scenario", new { name = scenario });
        switched.EnsureSuccessStatusCode();
        using var forgotten = await control.DeleteAsync("/observations");
        forgotten.EnsureSuccessStatusCode();
    }

    /// <summary>How many requests the router has seen since then.</summary>
    public async Task<int> CountRequestsAsync()
    {
        var seen = await control.GetFromJsonAsync<JsonElement>("/observations");
        return seen.GetProperty("requests").GetArrayLength();
    }

    /// <summary>Trusts the container's CA, and finds every name there, as with the customer's DNS.</summary>
    public async Task<HttpClient> CreateClientAsync()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(await control.GetStringAsync("/ca.pem"));
        return new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            ConnectCallback = async (context, cancelled) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(container.Hostname, context.DnsEndPoint.Port, cancelled);
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
