using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>Gives a catalog that has never had anything its first goods.</summary>
internal sealed partial class SeedCatalog(CatalogStore store, ILogger<SeedCatalog> logger) : IDatabaseSeed
{
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var seed = SeedFile.Read();
        if (await store.SeedAsync(seed, cancellationToken))
        {
            LogSeeded(seed.Products.Count, seed.Categories.Count);
        }
    }

    [LoggerMessage(LogLevel.Information, "The shop opens with {Products} products in {Categories} categories")]
    private partial void LogSeeded(int products, int categories);
}
