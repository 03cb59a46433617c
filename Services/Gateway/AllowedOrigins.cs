namespace Shop.Gateway;

/// <summary>The pages that may call: the gateway's own, and those of the origins listed under <c>Cors:Origins</c>.</summary>
internal sealed class AllowedOrigins
{
    private readonly HashSet<string> _listed;

    /// <exception cref="InvalidOperationException">An origin is none, or all: sessions are only for pages that are known.</exception>
    public AllowedOrigins(IConfiguration configuration)
    {
        var origins = configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
            {
                throw new InvalidOperationException($"Cors:Origins has '{origin}': an origin is like https://shop.example, without a path; there is no wildcard.");
            }
        }

        _listed = new(origins, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What is listed.</summary>
    public string[] Listed => [.. _listed];

    /// <summary>Whether a request comes from such a page. Every browser says where a POST comes from; who says nothing is no page.</summary>
    public bool Allow(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && (_listed.Contains(origin) || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)));
}
