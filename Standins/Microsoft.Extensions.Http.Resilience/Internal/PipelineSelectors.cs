namespace Microsoft.Extensions.Http.Resilience.Internal;

internal static class PipelineSelectors
{
    public static Func<HttpRequestMessage, string> ByAuthority(IServiceProvider services) =>
        static request => request.RequestUri?.GetLeftPart(UriPartial.Authority)
            ?? throw new InvalidOperationException("The request has no URI to select a pipeline by.");
}
