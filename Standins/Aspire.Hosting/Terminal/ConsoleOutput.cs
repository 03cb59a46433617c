using System.Text.RegularExpressions;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Terminal;

/// <summary>The terminal: the resources' lines, each with its resource's name before it, and what the host has to tell.</summary>
internal sealed partial class ConsoleOutput : IDisposable
{
    private static readonly int[] Colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];

    private readonly Channel<(string Text, bool IsError)> _lines = Channel.CreateUnbounded<(string, bool)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly bool _isPlain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
    private readonly Lazy<Dictionary<string, string>> _prefixes;
    private readonly ResourceLoggerService _loggers;

    public ConsoleOutput(AppHostSettings settings, DistributedApplicationModel model, ResourceLoggerService loggers)
    {
        _prefixes = new Lazy<Dictionary<string, string>>(() => Prefixes(model));
        _loggers = loggers;
        if (settings.ShowsLogs)
        {
            loggers.LineWritten += OnLine;
        }
    }

    /// <summary>Writes a line of the host's own, in its turn among the others.</summary>
    public void Tell(string line, bool isError = false) => _lines.Writer.TryWrite((line, isError));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync(cancellationToken))
            {
                Flush();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Flush();
        }
    }

    public void Dispose() => _loggers.LineWritten -= OnLine;

    private void Flush()
    {
        while (_lines.Reader.TryRead(out var line))
        {
            (line.IsError ? Console.Error : Console.Out).WriteLine(line.Text);
        }
    }

    private void OnLine(string resourceId, string content, bool isError)
    {
        var prefix = _prefixes.Value.GetValueOrDefault(resourceId, $"{resourceId} | ");
        Tell(prefix + (_isPlain ? Colour().Replace(content, "") : content));
    }

    private Dictionary<string, string> Prefixes(DistributedApplicationModel model)
    {
        var ids = model.Resources.Where(ResourceKinds.IsProcess).SelectMany(ReplicasAnnotation.IdsOf).ToArray();
        var width = ids.Length == 0 ? 0 : ids.Max(id => id.Length);
        return ids.Select((id, index) => (id, index)).ToDictionary(
            entry => entry.id,
            entry => _isPlain ? $"{entry.id.PadRight(width)} | " : $"\e[{Colours[entry.index % Colours.Length]}m{entry.id.PadRight(width)} |\e[0m ",
            StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colour();
}
