using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Where servers keep their data: under the data root when it is to last, else in a temporary folder that goes with the AppHost.</summary>
internal sealed class DataFolders(AppHostSettings settings)
{
    public string Temporary { get; } = Path.Combine(Path.GetTempPath(), $"{settings.Name}-{Environment.ProcessId}-{Path.GetRandomFileName()[..8]}");

    public (string Path, bool IsPersistent) For(IResource resource)
    {
        var mount = resource.Annotations.OfType<ContainerMountAnnotation>().FirstOrDefault(m => !m.IsReadOnly);
        var path = mount switch
        {
            null => Path.Combine(Temporary, resource.Name),
            { Type: ContainerMountType.BindMount, Source: { } source } => source,
            _ => Path.Combine(settings.DataRoot, resource.Name),
        };
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The data folder '{path}' of resource '{resource.Name}' cannot be created: {exception.Message}", exception);
        }
        return (path, mount is not null);
    }

    public void DeleteTemporary() => Delete(Temporary);

    public static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // No server needed it.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The temporary folder '{path}' could not be deleted: {exception.Message}");
        }
    }
}
