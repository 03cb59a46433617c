using System.Reflection;
using Xunit.Sdk;

namespace Standins.Tests.GrpcWeb;

/// <summary>Runs a theory with each route and each content type.</summary>
public sealed class EveryWayAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        from route in Enum.GetValues<Route>()
        from contentType in new[] { WebClient.Binary, WebClient.Text }
        select new object[] { route, contentType };
}
