using System.Globalization;

namespace Aspire.Hosting.Orchestration;

internal static class ExitCodes
{
    private const int SignalBase = 128;

    public static string Describe(int exitCode)
    {
        var signal = (exitCode - SignalBase) switch
        {
            6 => " (SIGABRT)",
            9 => " (SIGKILL)",
            11 => " (SIGSEGV)",
            15 => " (SIGTERM)",
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}{signal}");
    }
}
