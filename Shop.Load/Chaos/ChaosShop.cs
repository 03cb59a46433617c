using Shop.Load.Running;

namespace Shop.Load.Chaos;

/// <summary>The shop that things happen to, with whatever AppHost it runs under at the moment.</summary>
internal sealed class ChaosShop : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);
    private readonly ChaosOptions _options;
    private readonly TextWriter _log;
    private AppHostProcess _appHost;

    private ChaosShop(ChaosOptions options)
    {
        _options = options;
        Directory.CreateDirectory(options.DataRoot);
        _log = TextWriter.Synchronized(new StreamWriter(options.AppHostLog));
        _appHost = Start();
    }

    /// <summary>Where shoppers call; null while nobody knows.</summary>
    public Uri? Gateway { get; private set; }

    /// <summary>What runs; nothing before the AppHost has told.</summary>
    public RunningApp App => _appHost.App() ?? new RunningApp(0, []);

    /// <summary>The AppHost's process, and those of all that it runs.</summary>
    public IReadOnlyList<int> ProcessIds => _appHost.ProcessIds();

    /// <summary>Whether the AppHost has ended by itself.</summary>
    public bool HasEnded => _appHost.HasEnded;

    /// <summary>A session of its administrator.</summary>
    public ShopSession NewAdmin() => ShopSecrets.Admin(_options.DataRoot);

    public ServerAddresses Servers => ServerAddresses.Of(_options.DataRoot);

    public static async Task<ChaosShop> StartAsync(ChaosOptions options, CancellationToken cancellationToken)
    {
        var shop = new ChaosShop(options);
        try
        {
            await shop.WaitHealthyAsync(cancellationToken);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the AppHost without a warning and starts another on the data, as soon as everything that it had started is gone.</summary>
    public async Task ReplaceAppHostAsync()
    {
        var processes = _appHost.ProcessIds();
        _appHost.Kill();
        foreach (var process in processes)
        {
            if (!await ProcessSignals.IsGoneAsync(process, EndLimit))
            {
                throw new ChaosException($"process {process} outlives its AppHost: {ProcessSignals.TitleOf(process)}");
            }
        }

        _appHost.Dispose();
        _appHost = Start();
    }

    /// <summary>Waits until everything is healthy.</summary>
    public async Task WaitHealthyAsync(CancellationToken cancellationToken)
    {
        await _appHost.WaitHealthyAsync(cancellationToken);
        Gateway = App.Endpoint("gateway", "http");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in ProcessIds)
        {
            await ProcessSignals.SendAsync(process, "CONT");
        }

        if (!_appHost.HasEnded)
        {
            await _appHost.StopAsync();
        }

        _appHost.Dispose();
        await _log.DisposeAsync();
        if (!_options.KeepData)
        {
            Directory.Delete(_options.DataRoot, recursive: true);
        }
    }

    private AppHostProcess Start() => AppHostProcess.Start(_options.DataRoot, _options.Environment, _log, "--RestartCrashed=true", "--RateLimits:Enabled=false", $"--Replicas={_options.Replicas}");
}
