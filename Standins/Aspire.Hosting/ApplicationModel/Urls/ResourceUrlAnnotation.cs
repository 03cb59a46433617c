namespace Aspire.Hosting.ApplicationModel;

public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    public required string Url { get; set; }

    public string? DisplayText { get; set; }

    public EndpointReference? Endpoint { get; init; }

    public UrlDisplayLocation DisplayLocation { get; set; }

    public int? DisplayOrder { get; set; }

    /// <summary>A URL given as a path is one of the endpoint.</summary>
    internal ResourceUrlAnnotation For(EndpointReference endpoint) => new()
    {
        Url = Url.StartsWith('/') ? endpoint.Url + Url : Url,
        DisplayText = DisplayText,
        Endpoint = endpoint,
        DisplayLocation = DisplayLocation,
        DisplayOrder = DisplayOrder,
    };
}
