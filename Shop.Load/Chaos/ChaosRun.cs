using System.Diagnostics;
using System.Threading.Channels;
using Shop.Contracts.Order.V1;
using Shop.Load.Journals;
using Shop.Load.Verify;

namespace Shop.Load.Chaos;

/// <summary>One run: shoppers shop, one fault comes after the other, each when the shop has got over the last one.</summary>
internal sealed class ChaosRun(ChaosOptions options, TextWriter output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private readonly LoadFigures _figures = new();
    private readonly List<Recovery> _recoveries = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Channel<Order> _confirmed = Channel.CreateBounded<Order>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Runs it.</summary>
    /// <returns>The process's exit code: 0 when every promise was kept.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        File.Delete(options.JournalFile);
        Tell($"seed {options.Seed}, {options.Shoppers} shoppers, {options.Clerks} clerks, {options.Replicas} replicas, logs in {options.Folder}");
        await using var shop = await ChaosShop.StartAsync(options, cancellationToken);
        Tell("the shop is open");
        using var journal = new Journal(options.JournalFile);
        try
        {
            await StormAsync(shop, journal, cancellationToken);
        }
        catch (ChaosException exception)
        {
            _figures.Complain(exception.Message);
        }

        if (shop.HasEnded)
        {
            Tell($"FAILED: {string.Join("; ", _figures.Complaints)}");
            return 1;
        }

        Tell("the shop is closed");
        var settled = await new Settling(shop, options, Tell).WaitAsync(cancellationToken);
        await output.WriteLineAsync();
        var findings = await Verification.RunAsync(new VerifyOptions(shop.Servers, AtRest: true, options.JournalFile), output, cancellationToken);
        Tell("verified");
        var broken = findings.Values.Count(finding => finding.IsBroken);
        ChaosReport.Write(output, options, _recoveries, _figures, findings);
        return settled && broken == 0 && _figures.Complaints.Count == 0 ? 0 : 1;
    }

    private async Task StormAsync(ChaosShop shop, Journal journal, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var canary = new ShopDoor(shop, _figures, new Random(options.Seed));
        var skus = await new Basket(canary, new Random(options.Seed)).ListSkusAsync(cancellationToken);
        var load = Enumerable.Range(1, options.Shoppers).Select(number => ShopAsync(number, shop, skus, journal, stop.Token, patience.Token))
            .Concat(Enumerable.Range(1, options.Clerks).Select(number => ClerkAsync(number, shop, journal, stop.Token, patience.Token))).ToList();
        try
        {
            await InjectAsync(shop, () => CanaryAsync(shop, skus, journal, cancellationToken), cancellationToken);
        }
        finally
        {
            patience.CancelAfter(Patience);
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }
    }

    private async Task ShopAsync(int number, ChaosShop shop, IReadOnlyList<string> skus, Journal journal, CancellationToken stop, CancellationToken patience)
    {
        var random = new Random(unchecked(options.Seed * 1009 + number));
        using var door = new ShopDoor(shop, _figures, random);
        await new Shopper(door, skus, journal, _figures, random, _confirmed.Writer).RunAsync(stop, patience);
    }

    private async Task ClerkAsync(int number, ChaosShop shop, Journal journal, CancellationToken stop, CancellationToken patience)
    {
        var random = new Random(unchecked(options.Seed * 2003 + number));
        using var door = new ShopDoor(shop, _figures, random, shop.NewAdmin());
        await new Clerk(door, _confirmed.Reader, journal, _figures, random).RunAsync(stop, patience);
    }

    private async Task InjectAsync(ChaosShop shop, Func<Task> canary, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var injector = new FaultInjector(shop, options, random);
        var all = FaultPlan.All(shop.App).Where(fault => fault.ToString().Contains(options.Only, StringComparison.OrdinalIgnoreCase)).ToList();
        if (all.Count == 0)
        {
            throw new ChaosException($"no fault is called '{options.Only}'");
        }

        var opened = _watch.Elapsed;
        var left = FaultPlan.FirstRoundCount(all);
        foreach (var fault in FaultPlan.Endless(all, random))
        {
            if (left-- <= 0 && _watch.Elapsed - opened > options.Duration)
            {
                return;
            }

            var recovery = await SufferAsync(fault, injector, shop, canary, cancellationToken);
            _recoveries.Add(recovery);
            Tell($"{fault,-28} healthy after {recovery.Healthy.TotalSeconds,5:0.0} s, selling after {recovery.Selling.TotalSeconds,5:0.0} s; {_figures["placed"]} orders so far{Waited(fault, injector)}");
        }
    }

    private static string Waited(Fault fault, FaultInjector injector) => fault.Kind == FaultKind.Away ? $"; up to {injector.LargestOutbox} events waited in Order's outbox" : "";

    private async Task<Recovery> SufferAsync(Fault fault, FaultInjector injector, ChaosShop shop, Func<Task> canary, CancellationToken cancellationToken)
    {
        // What was killed is being replaced from the kill on; what was paused or away could do nothing before it was let go.
        var watch = Stopwatch.StartNew();
        var gone = await injector.InjectAsync(fault, cancellationToken);
        if (fault.Kind is FaultKind.Pause or FaultKind.Away)
        {
            watch.Restart();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.RecoveryLimit);
        try
        {
            while (!injector.IsNoticed(gone))
            {
                await Task.Delay(Glance, limit.Token);
            }

            await shop.WaitHealthyAsync(limit.Token);
            var healthy = watch.Elapsed;
            await canary().WaitAsync(limit.Token);
            return new Recovery(fault, healthy, watch.Elapsed);
        }
        catch (InvalidOperationException) when (shop.HasEnded)
        {
            throw new ChaosException($"{fault}: the AppHost has given up; see {options.AppHostLog}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var sick = shop.App.Resources.Where(resource => !resource.IsHealthy).Select(resource => $"{resource.Id} {resource.State} {resource.Health}");
            throw new ChaosException($"{fault}: not recovered within {options.RecoveryLimit.TotalSeconds:0} s; not healthy: {string.Join(", ", sick)}; see {options.AppHostLog}");
        }
    }

    // Somebody who comes now for the first time, and gets what was ordered.
    private async Task CanaryAsync(ChaosShop shop, IReadOnlyList<string> skus, Journal journal, CancellationToken cancellationToken)
    {
        var random = new Random(_recoveries.Count);
        using var door = new ShopDoor(shop, _figures, random);
        var shopper = new Shopper(door, skus, journal, _figures, random, _confirmed.Writer);
        var basket = new Basket(door, random);
        while (true)
        {
            if (await basket.FillAsync(skus, 1, cancellationToken) is { Lines.Count: > 0 } cart
                && await shopper.PlaceAsync(Basket.Order(cart, PaymentTokens.Approved), cancellationToken) is { } order
                && await shopper.FollowAsync(order, options.RecoveryLimit, cancellationToken) == OrderState.Confirmed)
            {
                return;
            }
        }
    }

    private void Tell(string line) => output.WriteLine($"{_watch.Elapsed:mm\\:ss}  {line}");
}
