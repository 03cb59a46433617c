using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Unit.ServiceDefaults.Loopback;

/// <summary>A host with a client of Inventory as a service of the shop has it, serving nobody itself.</summary>
internal sealed class CallingHost : IDisposable
{
    private readonly IHost _host;

    public CallingHost(IEnumerable<Uri> replicas, Action<ShopGrpcClientOptions>? configure = null, TimeProvider? time = null, Action<HostApplicationBuilder>? more = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Shop.Tests" });
        builder.Configuration.AddInMemoryCollection([new("Security:TokenKey", TestService.TokenKey), .. TestService.ReplicasOf("inventory", replicas)]);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.AddServiceDefaults();
        builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory", options =>
        {
            options.TotalTimeout = TestService.Patience;
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        more?.Invoke(builder);
        _host = builder.Build();
    }

    public IServiceProvider Services => _host.Services;

    public InventoryService.InventoryServiceClient Inventory => Services.GetRequiredService<InventoryService.InventoryServiceClient>();

    /// <summary>A call that may be repeated, since it only reads.</summary>
    public Task<BatchGetStockResponse> ReadAsync(CancellationToken cancellationToken = default) =>
        Inventory.BatchGetStockAsync(new BatchGetStockRequest(), cancellationToken: cancellationToken).ResponseAsync.WaitAsync(TestService.Patience, CancellationToken.None);

    public void Dispose() => _host.Dispose();
}
