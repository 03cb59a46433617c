using Grpc.Core;
using OpenTelemetry.Trace;
using Standins.Tests.GrpcCore;
using Standins.Tests.Telemetry;
using StatusCode = Grpc.Core.StatusCode;

namespace Standins.Tests.OpenTelemetryAspNetCore;

/// <summary>The real gRPC server leaves the tags that the instrumentation renames.</summary>
public sealed class GrpcSpanTests
{
    [Fact]
    public async Task Call_OfARealServer_IsNamedByServiceAndMethodAndTellsItsStatus()
    {
        var port = 0;
        using var spans = new SpanCollector(span => span.GetTagItem("server.port") is int own && own == port);
        await using var server = await EchoServer.StartAsync(
            (_, _) => throw new RpcException(new(StatusCode.NotFound, "no such thing")),
            services: services => Trace(services, spans));
        port = server.Address.Port;

        await Should.ThrowAsync<RpcException>(server.Client.SayAsync(new()).Reason());

        var span = await spans.NextAsync();
        span.DisplayName.ShouldBe("standins.tests.Echo/Say");
        span.GetTagItem("rpc.system").ShouldBe("grpc");
        span.GetTagItem("rpc.service").ShouldBe("standins.tests.Echo");
        span.GetTagItem("rpc.method").ShouldBe("Say");
        span.GetTagItem("rpc.grpc.status_code").ShouldBe((int)StatusCode.NotFound);
        span.GetTagItem("http.response.status_code").ShouldBe(200);
        span.GetTagItem("network.protocol.version").ShouldBe("2");
    }

    private static void Trace(IServiceCollection services, SpanCollector spans)
    {
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION", "true")])
            .Build());
        services.AddOpenTelemetry().WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddProcessor(spans));
    }
}
