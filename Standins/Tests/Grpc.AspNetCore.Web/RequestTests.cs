using System.Net;
using System.Text;
using Google.Protobuf.WellKnownTypes;

namespace Standins.Tests.GrpcWeb;

public sealed class RequestTests(ProbeServers servers) : IClassFixture<ProbeServers>
{
    private const string Echo = "/standins.tests.probe.v1.ProbeService/Echo";

    [Theory]
    [InlineData(Route.Service, "HTTP/2 application/grpc+proto trailers hello")]
    [InlineData(Route.Proxy, "HTTP/2 application/grpc+proto trailers hello")]
    public async Task Request_OfText_IsSeenAsGrpcOverHttp2(Route route, string seen)
    {
        using var client = servers.Client(route);
        using var answer = await client.PostAsync("/seen", WebClient.Text, WebClient.Base64("hello"u8.ToArray()));

        (await answer.ReadTextAsync()).ShouldBe(seen);
    }

    [Theory]
    [InlineData(Route.Service)]
    [InlineData(Route.Proxy)]
    public async Task Request_OfSeveralPaddedTexts_IsOneBody(Route route)
    {
        var frame = WebFrame.Message(new StringValue { Value = "several padded texts" });
        var body = frame.Chunk(4).SelectMany(WebClient.Base64).ToArray();
        using var client = servers.Client(route);
        using var answer = await client.PostAsync(Echo, WebClient.Text, body);

        (await answer.ReadToEndAsync())[0].Payload.ShouldBe(frame[WebFrame.HeaderLength..]);
    }

    [Theory]
    [InlineData(Route.Service)]
    [InlineData(Route.Proxy)]
    public async Task Request_InPieces_IsOneBody(Route route)
    {
        var frame = WebFrame.Message(new StringValue { Value = new string('p', 1000) });
        using var client = servers.Client(route);
        using var answer = await client.PostAsync(Echo, WebClient.Text, new PiecewiseContent(WebClient.Base64(frame), 7));

        (await answer.ReadToEndAsync())[0].Payload.ShouldBe(frame[WebFrame.HeaderLength..]);
    }

    [Theory]
    [InlineData("AAAA!!!!")]
    [InlineData("AAAAAAM=AAA")]
    [InlineData("AAAA AAAA")]
    [InlineData("AAAA\r\nAAAA")]
    [InlineData("=AAA")]
    [InlineData("A===")]
    [InlineData("====")]
    [InlineData("A")]
    [InlineData("\0\0\0\0")]
    [InlineData("ÄÖÜß")]
    public async Task Request_ThatIsNotBase64_IsRefused(string body)
    {
        var bytes = Encoding.Latin1.GetBytes(body);
        using var client = servers.Client(Route.Service);
        using var answer = await client.PostAsync(Echo, WebClient.Text, bytes);
        answer.Headers.GetValues("grpc-status").ShouldBe(["13"]);
        answer.Headers.GetValues("grpc-message").Single().ShouldStartWith("The grpc-web-text request is malformed");

        using var proxy = servers.Client(Route.Proxy);
        using var proxied = await proxy.PostAsync(Echo, WebClient.Text, bytes);
        proxied.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [EveryWay]
    public async Task Request_ThatEndsWithinAFrame_IsRefused(Route route, string contentType)
    {
        using var client = servers.Client(route);
        foreach (var length in (int[])[1, 4, 5, 6])
        {
            var body = WebFrame.Message(new StringValue { Value = "cut off" })[..length];
            using var answer = await client.PostAsync(Echo, contentType, contentType == WebClient.Text ? WebClient.Base64(body) : body);
            answer.Headers.GetValues("grpc-status").ShouldBe(["13"]);
        }
    }

    [Theory]
    [EveryWay]
    public async Task Request_ThatAnnouncesMoreThanIsAllowed_IsRefusedBeforeItComes(Route route, string contentType)
    {
        byte[] body = [0, 0x7f, 0xff, 0xff, 0xff, 1];
        using var client = servers.Client(route);
        using var answer = await client.PostAsync(Echo, contentType, contentType == WebClient.Text ? WebClient.Base64(body) : body);

        answer.Headers.GetValues("grpc-status").ShouldBe(["8"]);
    }

    [Theory]
    [InlineData("application/grpc-webbed")]
    [InlineData("application/grpc-web-text2")]
    [InlineData("application/json")]
    public async Task Request_OfAnotherContentType_IsNotTranslated(string contentType)
    {
        using var client = servers.Client(Route.Service);
        using var answer = await client.PostAsync("/seen", contentType, "hello"u8.ToArray());

        (await answer.ReadTextAsync()).ShouldBe($"HTTP/1.1 {contentType}  hello");
    }

    [Theory]
    [InlineData(false, "disabled", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(false, "enabled", HttpStatusCode.OK)]
    [InlineData(false, "", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(true, "disabled", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(true, "", HttpStatusCode.OK)]
    public async Task Endpoint_SaysWhetherItTakesGrpcWeb(bool byDefault, string endpoint, HttpStatusCode status)
    {
        await using var server = await ProbeServer.StartAsync(
            app =>
            {
                var service = app.MapGrpcService<ProbeGrpc>();
                if (endpoint == "enabled") service.DisableGrpcWeb().EnableGrpcWeb();
                if (endpoint == "disabled") service.EnableGrpcWeb().DisableGrpcWeb();
            },
            enabled: byDefault);
        using var client = new WebClient(server.Http1);
        using var answer = await client.CallAsync("Echo", WebClient.Binary, new StringValue());

        answer.Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(Route.Service)]
    [InlineData(Route.Proxy)]
    public async Task Preflight_PassesTheMiddleware(Route route)
    {
        using var client = servers.Client(route);
        using var request = new HttpRequestMessage(HttpMethod.Options, Echo);
        request.Headers.Add("Origin", ProbeServer.Origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-grpc-web");
        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([ProbeServer.Origin]);
    }
}
