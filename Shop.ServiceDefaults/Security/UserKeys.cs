using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

/// <summary>The public keys by which the tokens of guests, customers and administrators are checked: the last that were heard of.</summary>
public sealed class UserKeys
{
    private volatile FrozenDictionary<string, ECDsaSecurityKey> _keys = FrozenDictionary<string, ECDsaSecurityKey>.Empty;
    private int _version;

    /// <summary>Another one whenever the keys have changed: what was decided by those before is to be decided anew.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>False until keys were heard of for the first time.</summary>
    public bool Any => _keys.Count > 0;

    /// <summary>The key with this id; null when there is none, or none any more.</summary>
    public ECDsaSecurityKey? Find(string? keyId) => keyId is null ? null : _keys.GetValueOrDefault(keyId);

    /// <summary>From now on these keys count, and no others.</summary>
    public void Replace(IReadOnlyCollection<ECDsaSecurityKey> keys)
    {
        var before = _keys;
        if (keys.Count == before.Count && keys.All(key => before.ContainsKey(key.KeyId ?? "")))
        {
            return;
        }

        _keys = keys.ToFrozenDictionary(key => key.KeyId ?? "", StringComparer.Ordinal);
        Interlocked.Increment(ref _version);
    }
}
