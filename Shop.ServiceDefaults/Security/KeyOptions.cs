namespace Shop.ServiceDefaults.Security;

/// <summary>Where Identity's public keys come from. Configuration section <c>Security</c>.</summary>
internal sealed class KeyOptions
{
    /// <summary>Where Identity publishes them.</summary>
    public Uri KeysAddress { get; set; } = new("http://_keys.identity/.well-known/jwks.json");

    /// <summary>
    /// A file that keeps the last ones, so that a service which starts while Identity is away knows them. Sealed with the key of the
    /// services: nobody else can plant one. None when it is empty.
    /// </summary>
    public string KeysCopy { get; set; } = "";

    /// <summary>A JWK set that counts until another one was heard of: for a service that runs without an Identity, as in tests.</summary>
    public string KnownKeys { get; set; } = "";

    /// <summary>How long keys are taken to be the last ones; a key that is withdrawn is so everywhere after this time.</summary>
    public TimeSpan KeysFresh { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The time between two questions when there was no answer, or when tokens name keys that nobody knows.</summary>
    public TimeSpan KeysPause { get; set; } = TimeSpan.FromSeconds(5);
}
