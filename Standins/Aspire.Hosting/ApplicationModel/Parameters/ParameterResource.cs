namespace Aspire.Hosting.ApplicationModel;

public class ParameterResource : Resource, IExpressionValue
{
    private readonly Lock _lock = new();
    private readonly Func<ParameterDefault?, string> _callback;
    private string? _value;

    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) : base(name)
    {
        _callback = callback;
        Secret = secret;
    }

    public bool Secret { get; }

    public bool IsConnectionString { get; set; }

    public ParameterDefault? Default { get; set; }

    public string? Description { get; set; }

    public bool EnableDescriptionMarkdown { get; set; }

    public string ValueExpression => IsConnectionString ? $"{{{Name}.connectionString}}" : $"{{{Name}.value}}";

    internal string ConfigurationKey => IsConnectionString ? $"ConnectionStrings:{Name}" : $"Parameters:{Name}";

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(Value());

    public ValueTask<string?> GetValueAsync(ValueProviderContext _, CancellationToken cancellationToken) => GetValueAsync(cancellationToken);

    /// <summary>Whether somebody has given it another value than it would have.</summary>
    internal bool IsSet { get; private set; }

    /// <summary>Whether there is a value; one that is generated is made now.</summary>
    internal bool HasValue()
    {
        try
        {
            return Value() is not null;
        }
        catch (MissingParameterValueException)
        {
            return false;
        }
    }

    /// <summary>Gives it another value, or with null the one that it would have had. Who has read it before keeps what it read.</summary>
    internal void Set(string? value)
    {
        lock (_lock)
        {
            (_value, IsSet) = (value, value is not null);
        }
    }

    // A missing value must be asked for again, so a failure is not remembered.
    private string Value()
    {
        lock (_lock)
        {
            return _value ??= _callback(Default);
        }
    }
}
