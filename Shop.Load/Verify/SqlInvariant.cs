namespace Shop.Load.Verify;

/// <summary>A promise within one database, which one query can judge.</summary>
/// <param name="name">What is promised.</param>
/// <param name="database">Where.</param>
/// <param name="figures">Gives one text: how much was looked at.</param>
/// <param name="offenders">Gives a text for each row that breaks it.</param>
internal abstract class SqlInvariant(string name, string database, string figures, string offenders) : IInvariant
{
    public string Name => name;

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var looked = await shop.ReadAsync(database, figures, row => row.GetString(0), cancellationToken);
        return new Finding(looked[0], await shop.ReadAsync(database, offenders, row => row.GetString(0), cancellationToken));
    }
}
