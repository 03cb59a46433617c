using Aspire.Hosting.Native;

namespace Aspire.Hosting.Orchestration;

/// <summary>A process that is ready to be started.</summary>
/// <param name="Process">What to start.</param>
/// <param name="Environment">What the model gives it, without what it inherits.</param>
/// <param name="IsReadyAsync">Whether it accepts work; null when it does as soon as it runs.</param>
internal sealed record Launch(ProcessSpec Process, IReadOnlyDictionary<string, string> Environment, Func<CancellationToken, Task<bool>>? IsReadyAsync);
