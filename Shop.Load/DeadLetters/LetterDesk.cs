using System.Globalization;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Load.DeadLetters;

/// <summary>Lists, shows and sends dead letters again.</summary>
internal sealed class LetterDesk(ServiceDefaults.Messaging.DeadLetters letters, TextWriter output)
{
    private const int MostOfAQueue = 1000;

    /// <summary>Prints a block a letter. Returns 0.</summary>
    public async Task<int> ListAsync(LetterFilter filter, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var letter in await FindAsync(filter, cancellationToken))
        {
            count++;
            await output.WriteLineAsync($"{letter.MessageId?.ToString() ?? "without id"}  {letter.Queue}  {(letter.Type is "" ? "without type" : letter.Type)}");
            await output.WriteLineAsync($"  reason    {letter.Reason}");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  attempts  {letter.Attempts}, first {Text(letter.FirstFailureTime)}, last {Text(letter.LastFailureTime)}; occurred {Text(letter.OccurTime)}"));
            await output.WriteLineAsync($"  trace     {letter.TraceId ?? "none"}");
        }

        await output.WriteLineAsync(count == 1 ? "1 dead letter" : string.Create(CultureInfo.InvariantCulture, $"{count} dead letters"));
        return 0;
    }

    /// <summary>Prints the messages as JSON. Returns 1 when there is none.</summary>
    public async Task<int> ShowAsync(LetterFilter filter, CancellationToken cancellationToken)
    {
        var found = await FindAsync(filter, cancellationToken);
        foreach (var letter in found)
        {
            await output.WriteLineAsync($"{letter.Queue}  {letter.Type}  {letter.Reason}");
            await output.WriteLineAsync(letter.ToJson() ?? string.Create(CultureInfo.InvariantCulture, $"not a message that the contracts know: {letter.Payload.Length} bytes"));
        }

        if (found.Count == 0)
        {
            await output.WriteLineAsync("no such dead letter");
        }

        return found.Count == 0 ? 1 : 0;
    }

    /// <summary>Sends letters back to their queues. Returns 1 when ids were named and none of them was there.</summary>
    public async Task<int> RetryAsync(LetterFilter filter, CancellationToken cancellationToken)
    {
        var all = 0;
        foreach (var queue in filter.Queues)
        {
            var sent = await letters.RetryAsync(queue, filter.Matches, cancellationToken);
            all += sent;
            if (sent > 0)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{queue}: {sent} sent again"));
            }
        }

        await output.WriteLineAsync(all == 0 ? "nothing to send again" : string.Create(CultureInfo.InvariantCulture, $"{all} in all"));
        return all == 0 && filter.Ids.Count > 0 ? 1 : 0;
    }

    private async Task<List<DeadLetter>> FindAsync(LetterFilter filter, CancellationToken cancellationToken)
    {
        var found = new List<DeadLetter>();
        foreach (var queue in filter.Queues)
        {
            found.AddRange((await letters.ListAsync(queue, MostOfAQueue, cancellationToken)).Where(filter.Matches));
        }

        return found;
    }

    private static string Text(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "unknown";
}
