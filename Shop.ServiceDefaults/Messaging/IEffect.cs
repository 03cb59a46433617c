namespace Shop.ServiceDefaults.Messaging;

/// <summary>How the messages of one queue take effect.</summary>
internal interface IEffect
{
    /// <summary>Lets a message take effect. False: it is a duplicate, and had taken effect before.</summary>
    /// <exception cref="PoisonException">It can never take effect.</exception>
    Task<bool> ApplyAsync(Delivery delivery, CancellationToken cancellationToken);
}
