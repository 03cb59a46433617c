using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>An application that the test itself describes.</summary>
internal sealed class InlineRun(string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings>? configure) : TestRun(args, configure)
{
    public DistributedApplicationBuilder CreateBuilder()
    {
        var outer = Current;
        Current = this;
        try
        {
            return new DistributedApplicationBuilder(new DistributedApplicationOptions());
        }
        finally
        {
            Current = outer;
        }
    }

    public override Task<DistributedApplication> BuildAsync(DistributedApplicationBuilder builder, CancellationToken cancellationToken) => Task.FromResult(builder.Build());

    public override void OnBuilding(DistributedApplicationBuilder builder)
    {
    }

    public override void OnBuilt(DistributedApplication application)
    {
    }
}
