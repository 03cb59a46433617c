namespace Aspire.RabbitMQ.Client;

/// <summary>The settings of the RabbitMQ client: section <c>Aspire:RabbitMQ:Client</c>, then <c>Aspire:RabbitMQ:Client:{name}</c>.</summary>
public sealed class RabbitMQClientSettings
{
    /// <summary>The connection string, an <c>amqp://</c> URI; <c>ConnectionStrings:{name}</c> wins over the section.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How often a connect that found no broker is repeated, after 1, 2, 4 ... seconds.</summary>
    public int MaxConnectRetryCount { get; set; } = 5;

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }

    /// <summary>When false, the connection is opened as the host starts; when true, as it is first resolved.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}
