using Microsoft.Extensions.ServiceDiscovery;

namespace Standins.Tests.ServiceDiscovery;

public sealed class ServiceEndpointQueryTests
{
    [Theory]
    [InlineData("catalog", "", null, "catalog")]
    [InlineData("http://catalog", "http", null, "catalog")]
    [InlineData("https+http://catalog", "https,http", null, "catalog")]
    [InlineData("https+http://_admin.catalog", "https,http", "admin", "catalog")]
    [InlineData("http://_admin.catalog.local:8080", "http", "admin", "catalog.local")]
    [InlineData("http://_catalog", "http", null, "_catalog")]
    [InlineData("http://_.catalog", "http", null, "_.catalog")]
    [InlineData("http://127.0.0.1:5000", "http", null, "127.0.0.1")]
    public void TryParse_AName_SplitsItInItsParts(string input, string schemes, string? endpoint, string service)
    {
        ServiceEndpointQuery.TryParse(input, out var query).ShouldBeTrue();

        string.Join(',', query.IncludedSchemes).ShouldBe(schemes);
        query.EndpointName.ShouldBe(endpoint);
        query.ServiceName.ShouldBe(service);
        query.ToString().ShouldBe(input);
    }

    [Theory]
    [InlineData("://")]
    [InlineData("http://")]
    [InlineData("a b")]
    public void TryParse_NoName_AnswersFalse(string input)
    {
        ServiceEndpointQuery.TryParse(input, out var query).ShouldBeFalse();
        query.ShouldBeNull();
    }
}
