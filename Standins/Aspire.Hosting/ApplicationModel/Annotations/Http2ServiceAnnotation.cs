namespace Aspire.Hosting.ApplicationModel;

/// <summary>All HTTP endpoints of the resource speak HTTP/2, also those that are added later.</summary>
internal sealed class Http2ServiceAnnotation : IResourceAnnotation;
