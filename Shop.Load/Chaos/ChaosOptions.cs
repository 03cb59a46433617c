namespace Shop.Load.Chaos;

/// <summary>What a chaos run does.</summary>
internal sealed record ChaosOptions
{
    /// <summary>Decides the faults and their order, and what each shopper does.</summary>
    public required int Seed { get; init; }

    /// <summary>How long faults are injected. One of every kind comes at least, however long that takes.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many shoppers there are at once.</summary>
    public required int Shoppers { get; init; }

    /// <summary>How many administrators ship, deliver, give back and cancel what the shoppers have bought.</summary>
    public int Clerks { get; init; } = 3;

    /// <summary>Only faults whose name contains this.</summary>
    public string Only { get; init; } = "";

    /// <summary>How many of each service that can run more than once.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>Where logs, the journal and the shop's data go.</summary>
    public required string Folder { get; init; }

    /// <summary>Leaves the shop's data there, to be looked at.</summary>
    public bool KeepData { get; init; }

    /// <summary>How long the shop may take to be whole again after a fault.</summary>
    public TimeSpan RecoveryLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long it may take until nothing is under way any more, once nobody shops: its own deadlines, and the longest retry.</summary>
    public TimeSpan SettleLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a paused process stands still.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the broker stays away when it is to be missed.</summary>
    public TimeSpan Away { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Deadlines of the shop, shorter than a real shop's so that nothing is left to wait for at the end.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>
    {
        ["Order__PaymentDeadline"] = "00:01:00",
        ["Order__ReservationMargin"] = "00:00:30",
        ["Order__AskAfter"] = "00:00:05",
        ["Order__AskInterval"] = "00:00:05",
        // So that sessions are refreshed all the time, while Identity is away too.
        ["Identity__AccessLifetime"] = "00:01:00",
    };

    public string DataRoot => Path.Combine(Folder, "data");

    public string JournalFile => Path.Combine(Folder, "journal.jsonl");

    public string AppHostLog => Path.Combine(Folder, "apphost.log");
}
