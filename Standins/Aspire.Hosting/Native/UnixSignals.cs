namespace Aspire.Hosting.Native;

internal static class UnixSignals
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Term = 15;

    /// <summary>The name by which command line tools know a signal.</summary>
    public static string NameOf(int signal) => signal switch
    {
        Interrupt => "INT",
        Quit => "QUIT",
        Kill => "KILL",
        Term => "TERM",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a signal that ends a child."),
    };
}
