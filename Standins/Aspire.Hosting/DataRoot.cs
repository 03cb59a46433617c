namespace Aspire.Hosting;

/// <summary>The folder for everything that an AppHost keeps: data, secrets, what runs.</summary>
internal static class DataRoot
{
    public const string ConfigurationKey = "DataVolumes:Root";
    public const string DefaultName = ".shop";

    public static string PathOf(IDistributedApplicationBuilder builder) =>
        Path.GetFullPath(builder.Configuration[ConfigurationKey] is { Length: > 0 } given ? given : DefaultName, builder.AppHostDirectory);

    public static void EnsureWritable(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            File.Open(Path.Combine(root, ".writable"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.DeleteOnClose,
            }).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The data folder '{root}' cannot be written to: {exception.Message} Choose another with --{ConfigurationKey}=<folder>.", exception);
        }
    }
}
