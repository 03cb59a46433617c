using System.Collections.Concurrent;

namespace Standins.Tests.GrpcCore;

/// <summary>What happened, in order.</summary>
internal sealed class Notes : ConcurrentQueue<string>;
