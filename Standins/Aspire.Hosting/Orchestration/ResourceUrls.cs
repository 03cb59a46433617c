using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The addresses that are shown for a resource: those of its endpoints, changed and added to by the AppHost.</summary>
internal static class ResourceUrls
{
    public static async Task PublishAsync(IResource resource, DistributedApplicationExecutionContext executionContext, ResourceNotificationService notifications, CancellationToken cancellationToken)
    {
        var urls = resource is IResourceWithEndpoints owner
            ? owner.GetEndpoints().Where(e => e.IsAllocated).Select(e => new ResourceUrlAnnotation { Url = e.Url, Endpoint = e }).ToList()
            : [];
        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>());
        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }
        if (urls.Count > 0)
        {
            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { Urls = [.. urls.Select(ToSnapshot)] });
        }
    }

    private static UrlSnapshot ToSnapshot(ResourceUrlAnnotation url) => new(url.Endpoint?.EndpointName, url.Url, IsInternal: url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
    {
        DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? "", url.DisplayOrder ?? 0),
    };
}
