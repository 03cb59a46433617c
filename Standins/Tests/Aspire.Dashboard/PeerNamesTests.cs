using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Traces;

namespace Standins.Tests.Aspire.Dashboard;

public sealed class PeerNamesTests
{
    private readonly PeerNames _peers = new(new FakeResources());

    [Theory]
    [InlineData("db.system.name", "postgresql", "db.namespace", "orderdb", "orderdb")]
    [InlineData("db.system.name", "postgresql", "server.port", "5432", "postgres")]
    [InlineData("db.system", "redis", "db.operation.name", "GET", "redis")]
    [InlineData("messaging.system", "kafka", "messaging.operation.name", "publish", "kafka")]
    [InlineData("peer.service", "mailer", "server.port", "25", "mailer")]
    public void Of_AClientSpan_IsTheResourceThatIsCalled(string key, string value, string other, string otherValue, string expected) =>
        _peers.Of(Span(SpanKind.Client, (key, value), (other, otherValue))).ShouldBe(expected);

    [Fact]
    public void Of_AServerSpan_IsNobody() => _peers.Of(Span(SpanKind.Server, ("server.port", "5432"))).ShouldBeNull();

    private static Span Span(SpanKind kind, params (string Key, string Value)[] attributes) => new()
    {
        Resource = new TelemetryResource("order", "", "order", []),
        Scope = TelemetryScope.None,
        TraceId = new TraceId(0, 1),
        Id = new SpanId(1),
        Kind = kind,
        Attributes = [.. attributes.Select(a => new TelemetryAttribute(a.Key, AnyValue.Of(a.Value)))],
    };
}
