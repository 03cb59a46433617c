using Npgsql;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a PostgreSQL server, created when the server is ready.</summary>
public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    public PostgresServerResource Parent { get; } = postgresParentResource;

    public string DatabaseName { get; } = databaseName;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent};Database={QuotedName}");

    public ReferenceExpression UriExpression => ReferenceExpression.Create($"{Parent.UriExpression}/{Uri.EscapeDataString(DatabaseName)}");

    public ReferenceExpression JdbcConnectionString => ReferenceExpression.Create($"{Parent.JdbcConnectionString}/{Uri.EscapeDataString(DatabaseName)}");

    // A name may hold what separates the parts of a connection string.
    private string QuotedName => new NpgsqlConnectionStringBuilder { Database = DatabaseName }.ConnectionString["Database=".Length..];

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties()
    {
        IResourceWithConnectionString server = Parent;
        return server.GetConnectionProperties()
            .Where(property => property.Key is not ("Uri" or "JdbcConnectionString"))
            .Concat([
                new("Uri", UriExpression),
                new("JdbcConnectionString", JdbcConnectionString),
                new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")),
            ]);
    }
}
