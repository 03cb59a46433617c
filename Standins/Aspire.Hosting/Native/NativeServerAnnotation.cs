using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Native;

internal sealed class NativeServerAnnotation(INativeServer server) : IResourceAnnotation
{
    public INativeServer Server { get; } = server;
}
