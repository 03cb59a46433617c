using Shop.Load.Running;

namespace Shop.Load.Verify;

/// <summary>What is verified, and how strictly.</summary>
/// <param name="Servers">Of which shop.</param>
/// <param name="AtRest">Nobody shops: whatever is still under way is stuck.</param>
/// <param name="JournalFile">What shoppers were told; null when nobody has noted it.</param>
internal sealed record VerifyOptions(ServerAddresses Servers, bool AtRest, string? JournalFile)
{
    private static readonly TimeSpan Working = TimeSpan.FromMinutes(1);

    /// <summary>How long after its last change an order may differ from the rest of the shop, which hears of it by messages.</summary>
    public TimeSpan Grace => AtRest ? TimeSpan.Zero : Working;
}
