using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Shop.Load.Running;

/// <summary>How the servers of a shop are reached.</summary>
/// <param name="Postgres">Connection string of the Postgres server, without a database.</param>
/// <param name="Broker">Connection string of RabbitMQ.</param>
internal sealed record ServerAddresses(string Postgres, string Broker)
{
    /// <summary>From what an AppHost keeps in its data folder: where the servers listen, and the passwords it made for them.</summary>
    /// <exception cref="InvalidOperationException">No AppHost runs on this data.</exception>
    public static ServerAddresses Of(string dataRoot)
    {
        var app = RunningApp.Read(dataRoot) ?? throw new InvalidOperationException($"No shop runs on the data in '{dataRoot}'.");
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataRoot, "secrets.json")));
        string Secret(string parameter) => secrets.RootElement.GetProperty($"Parameters:{parameter}").GetString()!;
        var postgres = app.Endpoint("postgres", "tcp");
        var broker = app.Endpoint("rabbitmq", "tcp");
        var login = new NpgsqlConnectionStringBuilder { Host = postgres.Host, Port = postgres.Port, Username = "postgres", Password = Secret("postgres-password") };
        return new ServerAddresses(
            login.ConnectionString,
            string.Create(CultureInfo.InvariantCulture, $"amqp://guest:{Uri.EscapeDataString(Secret("rabbitmq-password"))}@{broker.Host}:{broker.Port}"));
    }

    /// <summary>Connection string of one database.</summary>
    public string Database(string name) => new NpgsqlConnectionStringBuilder(Postgres) { Database = name }.ConnectionString;
}
