using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Contract;
using Xunit.Abstractions;

namespace Shop.Tests.Security;

/// <summary>
/// Whatever a request says, the answer is the caller's to understand: no rpc answers INTERNAL or UNKNOWN, and no service logs an error.
/// SHOP_FUZZ_SEED=N repeats a run, SHOP_FUZZ_ROUNDS=N makes it longer.
/// </summary>
[Collection(SecurityCollection.Name)]
public sealed partial class FuzzTests(SecurityShop shop, ITestOutputHelper output)
{
    private const int Workers = 8;
    private static readonly int Seed = NumberOf("SHOP_FUZZ_SEED") ?? 20_261_121;
    private static readonly int Rounds = NumberOf("SHOP_FUZZ_ROUNDS") ?? 40;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    // A stream that is let in may have nothing to tell.
    private static readonly TimeSpan StreamLimit = TimeSpan.FromMilliseconds(500);
    private static readonly StatusCode[] Ours = [StatusCode.Internal, StatusCode.Unknown, StatusCode.DataLoss];

    private static readonly string[] Injections =
    [
        "'; DROP TABLE product; --", "' OR '1'='1", "1; SELECT pg_sleep(20)", "$$; DELETE FROM orders; $$", "\\'; --", "{\"$gt\": \"\"}", "*) (| (a=*",
        "\r\nFLUSHALL\r\n", "return redis.call('FLUSHALL')", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "\u0000",
    ];

    [Fact]
    public async Task EveryRpc_AnyRequest_IsAnsweredInTermsOfTheCaller()
    {
        var known = await KnownAsync();
        var calls = ShopContracts.Rpcs.OrderBy(rpc => rpc.FullName, StringComparer.Ordinal)
            .SelectMany((rpc, index) => Enumerable.Range(0, Rounds).Select(round => (Rpc: rpc, Seed: HashCode(index, round), Outside: round % 4 == 0)))
            .OrderBy(call => call.Seed);

        var report = await RunAsync(calls.Select(call => (call.Rpc, new RequestFuzz(call.Seed, known).Next(call.Rpc.InputType), call.Outside, $"seed {call.Seed}")));

        output.WriteLine(report);
    }

    [Fact]
    public async Task EveryText_WithSqlOrScriptInIt_IsTextAndNothingElse()
    {
        var known = await KnownAsync();
        var calls = from rpc in ShopContracts.Rpcs.OrderBy(rpc => rpc.FullName, StringComparer.Ordinal)
                    let paths = TextFields.Of(rpc.InputType).ToList()
                    from path in paths
                    from injection in Injections
                    select (rpc, path.Put(injection, known), Outside: injection.Length % 2 == 0, $"{path} = {injection}");

        var report = await RunAsync(calls);

        output.WriteLine(report);
        (await new CatalogService.CatalogServiceClient(shop.Direct("catalog")).ListProductsAsync(new ListProductsRequest())).Products.ShouldNotBeEmpty();
        (await shop.PlaceOrderAsync(shop.Tokens.Token("customer-after-injections", Roles.Customer))).OrderId.ShouldNotBeEmpty();
    }

    private async Task<string> RunAsync(IEnumerable<(MethodDescriptor Rpc, Google.Protobuf.IMessage Request, bool Outside, string What)> calls)
    {
        var before = (await shop.OutputAsync()).Count(IsError);
        var codes = new ConcurrentDictionary<StatusCode, int>();
        var wrong = new ConcurrentQueue<string>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (call, _) =>
        {
            var invoker = (call.Outside ? shop.Through("native") : shop.Direct(AnyRpc.ServiceOf(call.Rpc))).CreateCallInvoker();
            var outcome = await AnyRpc.CallAsync(invoker, call.Rpc, call.Request, $"Bearer {TokenFor(call.Rpc, call.Outside)}", call.Rpc.IsServerStreaming ? StreamLimit : Limit);
            codes.AddOrUpdate(outcome.Code, 1, (_, count) => count + 1);
            if (Ours.Contains(outcome.Code) || (outcome.Code == StatusCode.DeadlineExceeded && !call.Rpc.IsServerStreaming))
            {
                wrong.Enqueue($"{call.Rpc.FullName}, {call.What}: {outcome} {outcome.Detail} for {call.Request}"[..Math.Min(600, $"{call.Rpc.FullName}, {call.What}: {outcome} {outcome.Detail} for {call.Request}".Length)]);
            }
        });
        var lines = await shop.OutputAsync();
        // Each with what comes after it: the exception.
        var errors = lines.Count(IsError) == before ? [] : lines.SelectMany((line, index) => IsError(line) ? lines.Skip(index).Take(8) : []);
        var report = $"seed {Seed}: {codes.Values.Sum()} calls in {watch.Elapsed.TotalSeconds:0.0} s: {string.Join(", ", codes.OrderByDescending(code => code.Value).Select(code => $"{code.Value} {code.Key}"))}";
        wrong.Concat(errors).ShouldBeEmpty(report);
        return report;
    }

    private string TokenFor(MethodDescriptor rpc, bool outside) => AccessRules.Of(rpc) switch
    {
        Access.Service when !outside => shop.Tokens.Service,
        Access.Admin => shop.Tokens.Admin,
        _ => shop.Tokens.Token("customer-of-fuzz", Roles.Customer),
    };

    // Ids of what exists, so that requests get to the store.
    private async Task<Dictionary<string, string[]>> KnownAsync()
    {
        var products = (await new CatalogService.CatalogServiceClient(shop.Direct("catalog")).ListProductsAsync(new ListProductsRequest { PageSize = 20 })).Products;
        return new()
        {
            ["order_id"] = [shop.Order.OrderId],
            ["sku"] = [.. products.SelectMany(product => product.Variants).Select(variant => variant.Sku).Take(20)],
            ["product_id"] = [.. products.Select(product => product.ProductId)],
            ["slug"] = [.. products.Select(product => product.Slug)],
            ["category_id"] = [.. products.SelectMany(product => product.CategoryIds).Distinct()],
            ["currency_code"] = ["EUR", "USD"],
            ["location_id"] = ["main"],
            ["country_code"] = ["DE"],
        };
    }

    private static bool IsError(string line) => Error.IsMatch(line);

    // Not HashCode.Combine, which differs from process to process.
    private static int HashCode(int index, int round) => unchecked((Seed * 31 + index) * 7919 + round * 104_729) & int.MaxValue;

    private static int? NumberOf(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    // The console's colours stand between the level and the colon.
    [GeneratedRegex("\\b(fail|crit)(\\x1b\\[[0-9;]*m)*:|Unhandled exception", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Error { get; }
}
