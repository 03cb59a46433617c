using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

internal static partial class LibC
{
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUserId();

    // Unlike stat, its structure is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int FileStatus(int folder, string path, int flags, uint mask, uint* status);

    public const int CurrentFolder = -100;
    public const uint FileStatusUser = 0x8;
    public const int FileStatusSize = 256;
    public const int FileStatusUserIndex = 5;
}
