using Aspire.Hosting.Testing;
using Shop.Tests.Integration;

namespace Shop.Tests.Interop;

/// <summary>
/// Clients that nobody here wrote buy something: the npm packages @grpc/grpc-js and grpc-web, by the scripts beside this file, which
/// can be run by hand against any running shop (each says how).
/// </summary>
[Collection(ShopCollection.Name)]
public sealed class InteropTests(ShopFixture shop) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public Task InitializeAsync() => NodePackages.InstallAsync();

    [Fact]
    public Task GrpcJs_ThroughTheGateway_BuysSomething() => ShouldSucceedAsync("grpc-js.mjs", shop.GatewayGrpc);

    [Fact]
    public Task GrpcJs_PastTheGateway_IsToldWhatIsThereAndBuysSomething() =>
        ShouldSucceedAsync("grpc-js-services.mjs", shop.GatewayGrpc, Service("catalog"), Service("cart"), Service("inventory"), Service("order"));

    [Theory]
    [InlineData("binary")]
    [InlineData("text")]
    public Task GrpcWeb_ThroughTheGateway_BuysSomething(string format) => ShouldSucceedAsync("grpc-web.mjs", shop.Gateway, format);

    public Task DisposeAsync() => Task.CompletedTask;

    private Uri Service(string name) => shop.App.GetEndpoint(name, "http");

    private static async Task ShouldSucceedAsync(string script, params object[] arguments)
    {
        var run = await NodeProgram.RunAsync("node", [script, .. arguments.Select(argument => argument.ToString()!)], Limit);

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("ORDER_STATE_CONFIRMED");
    }
}
