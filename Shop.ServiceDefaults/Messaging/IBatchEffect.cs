namespace Shop.ServiceDefaults.Messaging;

/// <summary>How the messages of one queue take effect when many can do so together.</summary>
internal interface IBatchEffect : IEffect
{
    /// <summary>Lets messages take effect together, all of them or none. Those that come twice among them take effect once.</summary>
    /// <exception cref="Exception">Not together: one of them cannot, or did before.</exception>
    Task ApplyAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken);
}
