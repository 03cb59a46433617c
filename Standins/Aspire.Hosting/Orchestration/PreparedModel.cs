namespace Aspire.Hosting.Orchestration;

/// <summary>The model with everything decided that must be before the first process starts.</summary>
internal sealed record PreparedModel(IReadOnlyList<ResourceRunner> Runners, IReadOnlyList<TcpBalancer> Proxies)
{
    public static PreparedModel Empty { get; } = new([], []);
}
