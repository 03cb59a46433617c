using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Parameters;

/// <summary>A generated value that stays the same between runs.</summary>
internal sealed class PersistedParameterDefault(string name, ParameterDefault inner, Func<SecretStore> store) : ParameterDefault
{
    /// <summary>How the value is made when there is none yet.</summary>
    public ParameterDefault Inner => inner;

    public static PersistedParameterDefault For(IDistributedApplicationBuilder builder, string name, ParameterDefault inner) =>
        new(name, inner, () => new SecretStore(DataRoot.PathOf(builder)));

    public override string GetDefaultValue() => store().GetOrAdd($"Parameters:{name}", inner.GetDefaultValue);
}
