using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class VolumeNameGenerator
{
    private const int HashLength = 10;

    /// <summary>A name that no other AppHost on the machine uses: application, hash, resource, suffix.</summary>
    public static string Generate<T>(IResourceBuilder<T> builder, string suffix) where T : IResource
    {
        if (!suffix.All(IsValid))
        {
            throw new ArgumentException($"The suffix '{suffix}' contains invalid characters. Only [a-zA-Z0-9_.-] are allowed.", nameof(suffix));
        }
        var application = builder.ApplicationBuilder.Environment.ApplicationName.ToLowerInvariant();
        return $"{Sanitize(application)}-{HashOf(builder.ApplicationBuilder)[..HashLength].ToLowerInvariant()}-{builder.Resource.Name}-{suffix}";
    }

    private static string HashOf(IDistributedApplicationBuilder builder)
    {
        // What is published must not depend on where the sources lie.
        var identity = builder.ExecutionContext.IsPublishMode ? builder.Environment.ApplicationName : builder.AppHostDirectory;
        return builder.Configuration["AppHost:Sha256"] ?? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }

    private static string Sanitize(string name) => new([.. name.Select(c => IsValid(c) ? c : '_')]);

    private static bool IsValid(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
