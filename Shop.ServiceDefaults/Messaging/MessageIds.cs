using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// UUIDv7s that rise strictly within a process (RFC 9562, method 1: a counter behind the milliseconds), so that rows ordered by
/// id are in the order they were written.
/// </summary>
internal sealed class MessageIds(TimeProvider time)
{
    private const int CounterBits = 12;

    // The milliseconds in the upper 48 bits, the counter in the lower 12; a full counter borrows from the next millisecond.
    private long _last;

    public Guid Next()
    {
        var tick = NextTick();
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, tick >> CounterBits << 16 | 0x7000 | (tick & 0xFFF));
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private long NextTick()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(last + 1, time.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
