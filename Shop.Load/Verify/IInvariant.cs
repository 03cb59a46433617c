namespace Shop.Load.Verify;

/// <summary>A promise of the shop that its data either keeps or breaks.</summary>
internal interface IInvariant
{
    /// <summary>What is promised, in a few words.</summary>
    string Name { get; }

    Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken);
}
