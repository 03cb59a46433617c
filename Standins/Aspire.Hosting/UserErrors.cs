using System.Reflection;

namespace Aspire.Hosting;

/// <summary>Shows errors that the user can mend as one line.</summary>
internal static class UserErrors
{
    public const int ExitCode = 1;

    private static int _isHooked;

    public static void Show(DistributedApplicationException exception, string appHost)
    {
        Console.Error.WriteLine($"{appHost}: {exception.Message.ReplaceLineEndings(" ")}");
        Environment.ExitCode = ExitCode;
    }

    /// <summary>Covers the statements of the AppHost that describe the application, which nobody else could catch.</summary>
    public static void ShowWithoutStackTrace()
    {
        if (Interlocked.Exchange(ref _isHooked, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            {
                if (unhandled.ExceptionObject is DistributedApplicationException exception)
                {
                    Show(exception, Assembly.GetEntryAssembly()?.GetName().Name ?? "AppHost");
                    Environment.Exit(ExitCode);
                }
            };
        }
    }
}
