using System.Net.Sockets;
using System.Text;
using Shop.Contracts.Inventory.V1;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

/// <summary>Clients that hold on to what they have by sending almost nothing.</summary>
public sealed class SlowClientsTests
{
    private const string Head = "POST /shop.inventory.v1.InventoryService/BatchGetStock HTTP/1.1\r\nHost: shop\r\nContent-Type: application/grpc-web+proto\r\n";

    [Fact]
    public async Task Headers_ThatNeverEnd_EndTheConnection()
    {
        await using var gateway = await RunningGateway.StartAsync(new ScriptedCart(), new ScriptedInventory(), new KeyValuePair<string, string?>("Limits:HeadersTimeout", "00:00:01"));
        var clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            var client = new TcpClient();
            await client.ConnectAsync(gateway.Web.Host, gateway.Web.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head));
            return client;
        }));

        // 408, or nothing more at all.
        var answers = await Task.WhenAll(clients.Select(client => ReadToEndAsync(client))).WaitAsync(TestService.Patience);

        answers.ShouldAllBe(answer => answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Body_ThatDrips_IsToldSoAsAGrpcStatus()
    {
        await using var gateway = await RunningGateway.StartAsync(new ScriptedCart(), new ScriptedInventory());
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Web.Host, gateway.Web.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{Head}Content-Length: 1000\r\n\r\n"));

        var answer = await ReadToEndAsync(client).WaitAsync(TestService.Patience);

        answer.ShouldStartWith("HTTP/1.1 200");
        // UNAVAILABLE; or INVALID_ARGUMENT when the service lost patience first and ended the call.
        answer.Split("\r\n").ShouldContain(line => line.Equals("grpc-status: 14", StringComparison.OrdinalIgnoreCase) || line.Equals("grpc-status: 3", StringComparison.OrdinalIgnoreCase), answer);
    }

    [Fact]
    public async Task Connections_MoreThanThereMayBe_AreClosedAndThoseThatAreOpenServed()
    {
        const int Most = 8;
        await using var gateway = await RunningGateway.StartAsync(new ScriptedCart(), new ScriptedInventory(), new KeyValuePair<string, string?>("Limits:MaxConnections", $"{Most}"));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel("native"));
        await client.BatchGetStockAsync(new BatchGetStockRequest());
        var open = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 3 * Most; i++)
            {
                open.Add(new TcpClient());
                await open[^1].ConnectAsync(gateway.Web.Host, gateway.Web.Port);
            }

            var closed = await Task.WhenAll(open.Take(3 * Most).Select(IsClosedAsync));
            closed.Count(isClosed => isClosed).ShouldBeInRange(2 * Most, 2 * Most + 2);
            await client.BatchGetStockAsync(new BatchGetStockRequest());
        }
        finally
        {
            open.ForEach(connection => connection.Dispose());
        }

        await ComesInAsync(gateway);
    }

    // One that is open stays silent.
    private static async Task<bool> IsClosedAsync(TcpClient connection)
    {
        using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            return await connection.GetStream().ReadAsync(new byte[1], silence.Token) == 0;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // The places of those who have gone are free a moment later.
    private static async Task ComesInAsync(RunningGateway gateway)
    {
        using var limit = new CancellationTokenSource(TestService.Patience);
        while (true)
        {
            try
            {
                using var request = GrpcWebRequests.Post("/shop.inventory.v1.InventoryService/BatchGetStock", new BatchGetStockRequest());
                using var response = await gateway.Http.SendAsync(request, limit.Token);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }
        }
    }

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            try
            {
                return await reader.ReadToEndAsync();
            }
            catch (IOException)
            {
                // Reset.
                return "";
            }
        }
    }
}
