using System.Net;
using Google.Protobuf.WellKnownTypes;

namespace Standins.Tests.GrpcWeb;

public sealed class FailureTests(ProbeServers servers) : IClassFixture<ProbeServers>
{
    [Theory]
    [EveryWay]
    public async Task Failure_BeforeAnyMessage_IsInTheHeadersAlone(Route route, string contentType)
    {
        using var client = servers.Client(route);
        using var answer = await client.CallAsync("Fail", contentType, new StringValue());

        answer.Headers.GetValues("grpc-status").ShouldBe(["9"]);
        Uri.UnescapeDataString(answer.Headers.GetValues("grpc-message").Single()).ShouldBe(ProbeGrpc.Failure.Detail);
        Decode(answer.Headers.GetValues("grpc-status-details-bin").Single()).ShouldBe(ProbeGrpc.Details);
        answer.ContentHeaders.ContentLength.ShouldBe(0);
        (await answer.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Theory]
    [EveryWay]
    public async Task Failure_AfterAMessage_IsInTheLastFrame(Route route, string contentType)
    {
        using var client = servers.Client(route);
        using var answer = await client.CallAsync("FailLate", contentType, new StringValue { Value = "one" });

        var frames = await answer.ReadToEndAsync();
        frames.Count.ShouldBe(2);
        StringValue.Parser.ParseFrom(frames[0].Payload).Value.ShouldBe("one");
        var trailers = frames[1].Trailers;
        trailers["grpc-status"].ShouldBe(["9"]);
        Uri.UnescapeDataString(trailers["grpc-message"].Single()).ShouldBe(ProbeGrpc.Failure.Detail);
        Decode(trailers["grpc-status-details-bin"].Single()).ShouldBe(ProbeGrpc.Details);
        string.Join(",", trailers["probe"]).Replace(" ", "", StringComparison.Ordinal).ShouldBe("one,two");
    }

    [Theory]
    [EveryWay]
    public async Task Trailers_WithoutAnyMessage_AreAFrame(Route route, string contentType)
    {
        using var client = servers.Client(route);
        using var answer = await client.PostAsync("/trailers-after-headers", contentType, []);

        (await answer.ReadToEndAsync()).ShouldHaveSingleItem().Trailers["grpc-status"].ShouldBe(["5"]);
    }

    [Theory]
    [EveryWay]
    public async Task Response_ThatBreaksOff_DoesNotLookComplete(Route route, string contentType)
    {
        var name = $"{route} {contentType}";
        using var client = servers.Client(route);
        using var answer = await client.PostAsync($"/breaks-off?when={Uri.EscapeDataString(name)}", contentType, []);

        servers.Relays[name].Messages.Writer.TryWrite("now");
        await Should.ThrowAsync<IOException>(answer.ReadToEndAsync());
    }

    [Theory]
    [EveryWay]
    public async Task Response_ThatIsNotGrpc_GoesOutAsItIs(Route route, string contentType)
    {
        using var client = servers.Client(route);
        using var answer = await client.PostAsync("/refused", contentType, []);

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.ContentHeaders.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.ReadTextAsync()).ShouldBe("<p>not here</p>");
    }

    // The values of binary headers come without padding.
    private static byte[] Decode(string value) => Convert.FromBase64String(value.PadRight((value.Length + 3) / 4 * 4, '='));
}
