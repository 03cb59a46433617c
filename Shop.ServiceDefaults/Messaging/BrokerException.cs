namespace Shop.ServiceDefaults.Messaging;

/// <summary>The broker did not do, or may not have done, what it was asked. Safe to ask again.</summary>
public sealed class BrokerException(string message, Exception? innerException = null) : Exception(message, innerException);
