using System.Globalization;

namespace Aspire.Hosting.Processes;

/// <summary>A local account, as /etc/passwd lists it.</summary>
internal sealed record UnixAccount(string Name, uint UserId, uint GroupId)
{
    public static UnixAccount? Find(string name) => File.Exists("/etc/passwd")
        ? File.ReadLines("/etc/passwd").Select(Parse).FirstOrDefault(account => account?.Name == name)
        : null;

    public static uint CurrentUserId => LibC.EffectiveUserId();

    /// <summary>The user id that a file or folder belongs to; null where it cannot be told.</summary>
    public static unsafe uint? OwnerOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        var status = stackalloc uint[LibC.FileStatusSize / sizeof(uint)];
        return LibC.FileStatus(LibC.CurrentFolder, path, flags: 0, LibC.FileStatusUser, status) == 0 ? status[LibC.FileStatusUserIndex] : null;
    }

    private static UnixAccount? Parse(string line) =>
        line.Split(':') is [var name, _, var user, var group, ..]
        && uint.TryParse(user, CultureInfo.InvariantCulture, out var userId)
        && uint.TryParse(group, CultureInfo.InvariantCulture, out var groupId)
            ? new UnixAccount(name, userId, groupId)
            : null;
}
