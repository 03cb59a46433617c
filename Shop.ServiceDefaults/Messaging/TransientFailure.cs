namespace Shop.ServiceDefaults.Messaging;

/// <summary>An exception that passes, by what the service knows of its stores.</summary>
internal sealed record TransientFailure(Func<Exception, bool> Is);
