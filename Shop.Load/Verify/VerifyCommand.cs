using System.CommandLine;
using Npgsql;
using RabbitMQ.Client.Exceptions;
using Shop.Load.Running;

namespace Shop.Load.Verify;

/// <summary><c>verify</c>: holds the shop's promises against its data, which it only reads.</summary>
public static class VerifyCommand
{
    public static Command Create()
    {
        var root = new Option<string>("--root") { Description = "The data folder of the shop's running AppHost.", DefaultValueFactory = _ => "Shop.AppHost/.shop" };
        var postgres = new Option<string?>("--postgres") { Description = "Connection string of the Postgres server, for a shop without such a folder." };
        var broker = new Option<string?>("--rabbitmq") { Description = "Connection string of RabbitMQ, for a shop without such a folder." };
        var atRest = new Option<bool>("--at-rest") { Description = "Nobody shops: whatever is still under way is a violation." };
        var journal = new Option<string?>("--journal") { Description = "What shoppers were told, as chaos notes it." };
        var command = new Command("verify", "Checks every invariant of the shop against its live databases, read-only, a line each.") { root, postgres, broker, atRest, journal };
        command.SetAction((parsed, cancellationToken) =>
        {
            var given = (parsed.GetValue(postgres), parsed.GetValue(broker));
            var servers = given is ({ } database, { } queues) ? new ServerAddresses(database, queues) : null;
            return ExecuteAsync(() => new VerifyOptions(servers ?? ServerAddresses.Of(parsed.GetValue(root)!), parsed.GetValue(atRest), parsed.GetValue(journal)), Console.Out, cancellationToken);
        });
        return command;
    }

    private static async Task<int> ExecuteAsync(Func<VerifyOptions> options, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var findings = await Verification.RunAsync(options(), output, cancellationToken);
            var (broken, kept) = (findings.Values.Count(finding => finding.IsBroken), findings.Values.Count(finding => finding is { IsChecked: true, IsBroken: false }));
            await output.WriteLineAsync($"verify: {(broken == 0 ? "" : "FAILED, ")}{broken} promises are broken, {kept} kept, {findings.Count - broken - kept} not checked");
            return broken == 0 ? 0 : 1;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NpgsqlException or BrokerUnreachableException or IOException)
        {
            await output.WriteLineAsync($"verify: FAILED, {exception.Message}");
            return 1;
        }
    }
}
