using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Xunit.Abstractions;

namespace Shop.Tests.Security;

/// <summary>Those who send what no client sends. Each is refused, no process grows beyond its bound, and the shop is well afterwards.</summary>
[Collection(SecurityCollection.Name)]
public sealed class EnemyTests(SecurityShop shop, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Path = "/shop.inventory.v1.InventoryService/BatchGetStock";

    // What a process may have grown by when an enemy has done his worst.
    private const long MostGrowth = 400L << 20;
    private static readonly StatusCode[] Refusals = [StatusCode.InvalidArgument, StatusCode.ResourceExhausted, StatusCode.Unimplemented];
    private readonly Dictionary<string, long> _before = [];

    public Task InitializeAsync()
    {
        foreach (var name in Watched)
        {
            _before[name] = shop.MemoryOf(name);
        }

        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        // Well: whoever means no harm is served, at every door.
        foreach (var client in new[] { shop.Direct("inventory"), shop.Through("native"), shop.Through("web") })
        {
            await new InventoryService.InventoryServiceClient(client).BatchGetStockAsync(new BatchGetStockRequest { Skus = { "MUG" } }, deadline: DateTime.UtcNow.AddSeconds(30));
        }

        foreach (var name in Watched)
        {
            var after = shop.MemoryOf(name);
            output.WriteLine($"{name}: {_before[name] >> 20} MB before, {after >> 20} MB after");
            (after - _before[name]).ShouldBeLessThan(MostGrowth, name);
        }
    }

    private static string[] Watched => ["gateway", "inventory"];

    [Fact]
    public async Task Frames_ThatAreNoMessage_AreRefusedClearly()
    {
        using var raw = new RawGrpc();
        var wrong = new List<string>();
        foreach (var (what, (body, gzip)) in BrokenFrames.All)
        {
            foreach (var (door, server, kind) in Doors)
            {
                var status = await raw.SendAsync(server, Path, body, kind, gzip ? [("grpc-encoding", "gzip")] : []);
                output.WriteLine($"{what}, {door}: {status}");
                if (!Refusals.Contains(status))
                {
                    wrong.Add($"{what}, {door}: {status}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(500, 10)]
    [InlineData(10, 10_000)]
    [InlineData(1, 1_000_000)]
    public async Task Headers_TooManyOrTooLarge_AreRefused(int count, int length)
    {
        foreach (var (door, server, kind) in Doors.Where(door => door.Kind != "text"))
        {
            using var raw = new RawGrpc();
            var headers = Enumerable.Range(0, count).Select(i => ($"x-flood-{i}", new string('a', length))).ToArray();

            // By an HTTP status before there is a call, or by the end of the connection.
            await Should.ThrowAsync<HttpRequestException>(raw.SendAsync(server, Path, [0, 0, 0, 0, 0], kind, headers), door);
        }
    }

    [Fact]
    public async Task Connections_TenThousandIdle_HinderNobody()
    {
        const int Wanted = 10_000;
        var sockets = new List<Socket>(Wanted);
        try
        {
            while (sockets.Count < Wanted && await ConnectAsync() is { } socket)
            {
                sockets.Add(socket);
            }

            var watch = Stopwatch.StartNew();
            var inventory = new InventoryService.InventoryServiceClient(shop.Through("web"));
            for (var i = 0; i < 100; i++)
            {
                await inventory.BatchGetStockAsync(new BatchGetStockRequest { Skus = { "MUG" } }, deadline: DateTime.UtcNow.AddSeconds(30));
            }

            output.WriteLine($"{sockets.Count} idle connections; 100 calls beside them took {watch.ElapsedMilliseconds} ms; gateway has {shop.MemoryOf("gateway") >> 20} MB");
            sockets.Count.ShouldBeGreaterThanOrEqualTo(Wanted);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Streams_OpenedAndResetAtOnce_EndTheConnectionOrNothing()
    {
        foreach (var (server, name) in new[] { (shop.GatewayGrpc, "gateway"), (shop.Service("inventory"), "inventory") })
        {
            using var flood = await RapidReset.ConnectAsync(server, Path);
            var sent = await flood.SendAsync(streams: 20_000);
            output.WriteLine($"{name}: {sent} streams opened and reset before the connection was ended, or all were sent");
        }
    }

    private IEnumerable<(string Door, Uri Server, string Kind)> Doors =>
    [
        ("at the service", shop.Service("inventory"), "native"),
        ("gateway, native", shop.GatewayGrpc, "native"),
        ("gateway, gRPC-Web", shop.Gateway, "web"),
        ("gateway, gRPC-Web text", shop.Gateway, "text"),
    ];

    private async Task<Socket?> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, shop.Gateway.Port);
            return socket;
        }
        catch (SocketException exception)
        {
            output.WriteLine($"no further connection: {exception.SocketErrorCode}");
            socket.Dispose();
            return null;
        }
    }
}
