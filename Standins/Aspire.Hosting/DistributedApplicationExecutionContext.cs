namespace Aspire.Hosting;

/// <summary>Whether the application runs, or a description of it is published.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    private readonly Func<IServiceProvider?>? _services;

    internal DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName, Func<IServiceProvider?> services) : this(operation)
    {
        PublisherName = publisherName;
        _services = services;
    }

    public DistributedApplicationOperation Operation { get; } = operation;

    public string PublisherName { get; } = "manifest";

    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    public IServiceProvider Services => _services?.Invoke() ?? throw new InvalidOperationException("IServiceProvider is not available because the application has not been built.");

    public IServiceProvider ServiceProvider => Services;
}
