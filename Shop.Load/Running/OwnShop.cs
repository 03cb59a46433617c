namespace Shop.Load.Running;

/// <summary>A shop that is started for one purpose, on free ports and an empty data folder, and leaves nothing behind.</summary>
internal sealed class OwnShop : IAsyncDisposable
{
    private readonly DirectoryInfo _data;

    private OwnShop(DirectoryInfo data, AppHostProcess appHost) => (_data, AppHost) = (data, appHost);

    public AppHostProcess AppHost { get; }

    public string DataRoot => _data.FullName;

    public ServerAddresses Servers => ServerAddresses.Of(DataRoot);

    /// <summary>Starts it and waits until everything is healthy.</summary>
    public static Task<OwnShop> StartAsync(string purpose, CancellationToken cancellationToken) => StartAsync(purpose, new Dictionary<string, string>(), cancellationToken);

    /// <summary>Starts it with variables that its services see besides those that are there.</summary>
    public static async Task<OwnShop> StartAsync(string purpose, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory($"shop-{purpose}-");
        var shop = new OwnShop(data, AppHostProcess.Start(data.FullName, environment, log: null, "--AppHost:ShowConsoleLogs=false", "--RateLimits:Enabled=false"));
        try
        {
            await shop.AppHost.WaitHealthyAsync(cancellationToken);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!AppHost.HasEnded)
        {
            await AppHost.StopAsync();
        }

        AppHost.Dispose();
        _data.Delete(recursive: true);
    }
}
