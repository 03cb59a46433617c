namespace Shop.ServiceDefaults.Messaging;

/// <summary>Nobody will ever be able to consume this message: trying again is no use.</summary>
internal sealed class PoisonException(string message, Exception? innerException = null) : Exception(message, innerException);
