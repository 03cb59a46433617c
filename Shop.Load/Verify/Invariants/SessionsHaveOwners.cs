namespace Shop.Load.Verify.Invariants;

/// <summary>Who has a session is a guest who is still one, or has an account. Letters and kept answers are nobody's who is gone.</summary>
internal sealed class SessionsHaveOwners() : SqlInvariant("sessions and letters have owners", Databases.Identity, Looked, Offenders)
{
    private const string Looked = """
        SELECT (SELECT count(*) FROM session) || ' sessions, ' || (SELECT count(*) FROM account) || ' accounts'
        """;

    // The answer to DeleteAccount is kept, and empty.
    private const string Offenders = """
        SELECT 'session ' || session_id || ' is of ' || subject || ', who has no account' FROM session
        WHERE subject NOT LIKE 'guest-%' AND NOT EXISTS (SELECT FROM account WHERE user_id::text = subject)
        UNION ALL
        SELECT 'session ' || session_id || ' is of ' || subject || ', who has become a customer' FROM session JOIN guest_upgrade ON guest_id = subject
        UNION ALL
        SELECT 'a letter waits for account ' || user_id || ', which is gone' FROM letter
        WHERE user_id IS NOT NULL AND NOT EXISTS (SELECT FROM account WHERE account.user_id = letter.user_id)
        UNION ALL
        SELECT 'an answer to ' || scope || ' is kept for account ' || caller || ', which is gone' FROM request
        WHERE response <> '' AND caller ~ '^[0-9a-f]{8}-' AND NOT EXISTS (SELECT FROM account WHERE user_id::text = caller)
        """;
}
