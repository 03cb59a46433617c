using System.Security.Cryptography;
using System.Text;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>One numbered SQL file.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Name">Its name, without number and extension.</param>
/// <param name="Sql">Its text.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>SHA-256 of the text; line ends do not count, so that a checkout on Windows is the same migration.</summary>
    public byte[] Checksum => SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n")));

    /// <summary>The file's name.</summary>
    public string File => $"{Version:0000}_{Name}.sql";
}
