using System.Net;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Standins.Tests.GrpcWeb;
using Alpha = Grpc.Reflection.V1Alpha;

namespace Standins.Tests.ReflectionProbe;

public sealed class ReflectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private WebApplication _app = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        builder.Services.AddSingleton<Relays>();
        _app = builder.Build();
        // What is mapped later is described too.
        _app.MapGrpcReflectionService();
        _app.MapGrpcService<ProbeGrpc>();
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task ListServices_GivesAllThatAreMapped()
    {
        var response = await AskAsync(new ServerReflectionRequest { Host = "shop", ListServices = "*" });

        response.ListServicesResponse.Service.Select(service => service.Name).ShouldBe(
            ["standins.tests.probe.v1.ProbeService", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"],
            ignoreOrder: true);
        response.ValidHost.ShouldBe("shop");
        response.OriginalRequest.ListServices.ShouldBe("*");
    }

    [Theory]
    [InlineData("standins.tests.probe.v1.ProbeService")]
    [InlineData("standins.tests.probe.v1.ProbeService.Echo")]
    public async Task FileContainingSymbol_GivesTheFileAndItsImports(string symbol)
    {
        var response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Files(response).ShouldBe(["probe.proto", "google/protobuf/wrappers.proto"]);
    }

    [Theory]
    [InlineData("grpc.reflection.v1.ServerReflectionRequest", "grpc/reflection/v1/reflection.proto")]
    [InlineData("google.protobuf.BytesValue", "google/protobuf/wrappers.proto")]
    public async Task FileContainingSymbol_OfAMessage_GivesItsFile(string symbol, string file)
    {
        var response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Files(response).ShouldBe([file]);
    }

    [Fact]
    public async Task FileByFilename_GivesTheFile()
    {
        var response = await AskAsync(new ServerReflectionRequest { FileByFilename = "google/protobuf/wrappers.proto" });

        Files(response).ShouldBe(["google/protobuf/wrappers.proto"]);
    }

    [Fact]
    public async Task Stream_WithRequestsThatFail_GoesOn()
    {
        var responses = await AskAllAsync(
            new ServerReflectionRequest { FileContainingSymbol = "no.such.Symbol" },
            new ServerReflectionRequest { FileByFilename = "no/such/file.proto" },
            new ServerReflectionRequest { FileContainingExtension = new ExtensionRequest { ContainingType = "google.protobuf.MethodOptions", ExtensionNumber = 1 } },
            new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.MethodOptions" },
            new ServerReflectionRequest(),
            new ServerReflectionRequest { ListServices = "" });

        responses.Take(5).Select(response => (StatusCode)response.ErrorResponse.ErrorCode).ShouldBe(
            [StatusCode.NotFound, StatusCode.NotFound, StatusCode.Unimplemented, StatusCode.Unimplemented, StatusCode.Unimplemented]);
        responses[5].ListServicesResponse.Service.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task V1Alpha_AnswersAsV1()
    {
        using var call = new Alpha.ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo(deadline: DateTime.UtcNow + Patience);
        await call.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { FileContainingSymbol = "standins.tests.probe.v1.ProbeService" });
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();

        var files = call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto;
        files.Select(file => FileDescriptorProto.Parser.ParseFrom(file).Name).ShouldBe(["probe.proto", "google/protobuf/wrappers.proto"]);
    }

    [Fact]
    public void MapGrpcReflectionService_WithoutTheServices_SaysWhatToCall()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGrpc();
        using var app = builder.Build();

        Should.Throw<InvalidOperationException>(app.MapGrpcReflectionService).Message.ShouldContain("AddGrpcReflection");
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request) => (await AskAllAsync(request)).Single();

    private async Task<IReadOnlyList<ServerReflectionResponse>> AskAllAsync(params ServerReflectionRequest[] requests)
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo(deadline: DateTime.UtcNow + Patience);
        var responses = new List<ServerReflectionResponse>();
        foreach (var request in requests)
        {
            await call.RequestStream.WriteAsync(request);
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            responses.Add(call.ResponseStream.Current);
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        return responses;
    }

    private static IEnumerable<string> Files(ServerReflectionResponse response) =>
        response.FileDescriptorResponse.FileDescriptorProto.Select(file => FileDescriptorProto.Parser.ParseFrom(file).Name);
}
