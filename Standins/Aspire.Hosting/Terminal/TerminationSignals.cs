using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Terminal;

/// <summary>A closed terminal stops the application as Ctrl+C does; a second Ctrl+C ends it at once, and the kernel ends its children.</summary>
internal sealed class TerminationSignals : IDisposable
{
    private const int ExitCode = 130;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _interrupts;

    public TerminationSignals(IHostApplicationLifetime lifetime)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            lifetime.StopApplication();
        }));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            if (Interlocked.Increment(ref _interrupts) > 1)
            {
                Environment.Exit(ExitCode);
            }
        }));
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
