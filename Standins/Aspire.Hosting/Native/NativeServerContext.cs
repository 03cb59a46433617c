using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Native;

/// <param name="Resource">The resource that is started.</param>
/// <param name="DataFolder">Exists when the server is asked to prepare; kept between runs when <paramref name="IsPersistent"/>.</param>
/// <param name="IsPersistent">Whether the resource has a data volume or bind mount.</param>
/// <param name="Ports">Endpoint name to the loopback port to listen on.</param>
/// <param name="Secrets">Parameter name to value, for every parameter that the resource's environment or connection string refers to.</param>
/// <param name="Logger">Writes into the resource's console log.</param>
internal sealed record NativeServerContext(
    IResource Resource,
    string DataFolder,
    bool IsPersistent,
    IReadOnlyDictionary<string, int> Ports,
    IReadOnlyDictionary<string, string> Secrets,
    ILogger Logger);
