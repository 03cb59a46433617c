using System.CommandLine;
using Shop.Load.Running;

namespace Shop.Load.DeadLetters;

/// <summary><c>deadletters list|show|retry</c>: for whoever looks after what could not be consumed.</summary>
public static class DeadLettersCommand
{
    private static readonly Option<string?> Connection = new("--connection") { Description = "The broker, amqp://user:password@host:port; unless given, that of the shop that runs on --data.", Recursive = true };

    private static readonly Option<string> Data = new("--data") { Description = "The data folder of the shop.", DefaultValueFactory = _ => Path.Combine("Shop.AppHost", ".shop"), Recursive = true };

    private static readonly Option<string?> Queue = new("--queue") { Description = "Only this queue, e.g. order.payment-authorized." };

    private static readonly Option<string?> Type = new("--type") { Description = "Only this message, e.g. PaymentAuthorized." };

    public static Command Create() => new("deadletters", "Lists, shows and sends again what a consumer has given up.") { Connection, Data, List(), Show(), Retry() };

    private static Command List()
    {
        var command = new Command("list", "Prints queue, id, type, reason, attempts, times and trace of every dead letter.") { Queue, Type };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, [], static (desk, filter, token) => desk.ListAsync(filter, token), cancellationToken));
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<Guid>("id") { Description = "The message's id." };
        var command = new Command("show", "Prints a message as JSON, personal fields blacked out.") { id, Queue, Type };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, [parsed.GetValue(id)], static (desk, filter, token) => desk.ShowAsync(filter, token), cancellationToken));
        return command;
    }

    private static Command Retry()
    {
        var ids = new Argument<Guid[]>("id") { Description = "Message ids.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every dead letter there is." };
        var command = new Command("retry", "Sends messages back to the queue that they were consumed from, as if they had never been tried.") { ids, Queue, Type, all };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(ids) is not { Length: > 0 } && parsed.GetValue(Queue) is null && parsed.GetValue(Type) is null && !parsed.GetValue(all))
            {
                parsed.AddError("Say which: ids, --queue, --type, or --all.");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetValue(ids) ?? [], static (desk, filter, token) => desk.RetryAsync(filter, token), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, IReadOnlyCollection<Guid> ids, Func<LetterDesk, LetterFilter, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        var connection = parsed.GetValue(Connection) ?? ServerAddresses.Of(parsed.GetValue(Data)!).Broker;
        await using var letters = await ServiceDefaults.Messaging.DeadLetters.ConnectAsync(connection, cancellationToken);
        return await work(new LetterDesk(letters, parsed.InvocationConfiguration.Output), new LetterFilter(ids, parsed.GetValue(Queue), parsed.GetValue(Type)), cancellationToken);
    }
}
