namespace Shop.Load.Verify.Invariants;

/// <summary>Identity has a key to sign with, and publishes the next one before it is needed.</summary>
internal sealed class KeysSign() : SqlInvariant("there is a key to sign with", Databases.Identity, Looked, Offenders)
{
    private const string Looked = """
        SELECT count(*) || ' keys published' FROM signing_key
        """;

    // A key signs for 30 days, and stays an hour after the next one has begun.
    private const string Offenders = """
        SELECT 'no key signs now' WHERE NOT EXISTS (SELECT FROM signing_key WHERE sign_time <= now())
        UNION ALL
        SELECT 'the newest key has been signing since ' || max(sign_time) FROM signing_key HAVING max(sign_time) < now() - interval '31 days'
        UNION ALL
        SELECT 'key ' || key_id || ' is not sealed' FROM signing_key WHERE position(substring(public_key FROM 27) IN private_key) > 0
        """;
}
