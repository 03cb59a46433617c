namespace Shop.ServiceDefaults.Postgres;

/// <summary>
/// What a new database is given before anybody may use it. Runs after the migrations and before the service is ready, at every
/// start of every replica: it looks whether there is anything to do, and two at once do it once.
/// </summary>
public interface IDatabaseSeed
{
    /// <summary>Fills what is empty.</summary>
    Task SeedAsync(CancellationToken cancellationToken);
}
