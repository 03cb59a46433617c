using Pipelines.Sockets.Unofficial.Arenas;

namespace Standins.Tests.Pipelines;

public sealed class SequenceTests
{
    private readonly Arena<int> _arena = new();

    [Fact]
    public void GetEnumerator_Elements_AreReferences()
    {
        var sequence = Numbers(5);
        foreach (ref var number in sequence)
        {
            number *= 2;
        }

        sequence.FirstSpan.ToArray().ShouldBe([0, 2, 4, 6, 8]);
    }

    [Fact]
    public void GetNext_PastTheEnd_Throws()
    {
        var numbers = Numbers(2).GetEnumerator();

        numbers.GetNext().ShouldBe(0);
        numbers.GetNext().ShouldBe(1);
        Should.Throw<InvalidOperationException>(() => numbers.GetNext());
    }

    [Fact]
    public void Spans_Together_AreTheSequence()
    {
        var sequence = Numbers(4);
        var seen = new List<int>();
        foreach (var span in sequence.Spans)
        {
            seen.AddRange(span);
        }

        seen.ShouldBe([0, 1, 2, 3]);
        sequence.IsSingleSegment.ShouldBeTrue();
    }

    [Fact]
    public void Cast_OfUntyped_IsTheSequenceAgain()
    {
        var sequence = Numbers(3);

        sequence.Untyped().Length.ShouldBe(3);
        sequence.Untyped().Cast<int>().ShouldBe(sequence);
        default(Sequence).Cast<int>().IsEmpty.ShouldBeTrue();
        Should.Throw<InvalidCastException>(() => sequence.Untyped().Cast<long>());
    }

    [Fact]
    public void ToArray_Projected_KeepsTheOrder()
    {
        Numbers(3).ToArray((in int number) => $"{number}").ShouldBe(["0", "1", "2"]);
        Numbers(3).ToArray((in int number, in int factor) => number * factor, 10).ShouldBe([0, 10, 20]);
        default(Sequence<int>).ToArray((in int number) => number).ShouldBeEmpty();
    }

    [Fact]
    public void CopyTo_ShortDestination_Throws()
        => Should.Throw<IndexOutOfRangeException>(() => Numbers(3).CopyTo(new long[2], (in int number) => (long)number));

    private Sequence<int> Numbers(int count)
    {
        var sequence = _arena.Allocate(count);
        for (var index = 0; index < count; index++)
        {
            sequence[index] = index;
        }

        return sequence;
    }
}
