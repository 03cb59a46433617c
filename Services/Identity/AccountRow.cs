using Npgsql;

namespace Shop.Identity;

/// <summary>An account as a query gives it.</summary>
internal static class AccountRow
{
    /// <summary>To be selected from <c>account a</c>.</summary>
    public const string Columns = """
        a.user_id, a.email, a.normalized_email, a.email_verified, a.password_hash, a.security_stamp, a.concurrency_stamp, a.display_name,
               a.language_code, a.roles, a.lockout_end, a.create_time, a.update_time, a.sign_in_time
        """;

    /// <summary>The account that the reader stands at.</summary>
    public static Account Read(NpgsqlDataReader row) => new()
    {
        UserId = row.GetGuid(0),
        Email = row.GetString(1),
        NormalizedEmail = row.GetString(2),
        EmailVerified = row.GetBoolean(3),
        PasswordHash = row.GetString(4),
        SecurityStamp = row.GetString(5),
        ConcurrencyStamp = row.GetString(6),
        DisplayName = row.GetString(7),
        LanguageCode = row.GetString(8),
        Roles = [.. row.GetFieldValue<string[]>(9)],
        LockoutEnd = TimeAt(row, 10),
        CreateTime = row.GetFieldValue<DateTimeOffset>(11),
        UpdateTime = row.GetFieldValue<DateTimeOffset>(12),
        SignInTime = TimeAt(row, 13),
    };

    // Npgsql reads infinity as the greatest time.
    private static DateTimeOffset? TimeAt(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
