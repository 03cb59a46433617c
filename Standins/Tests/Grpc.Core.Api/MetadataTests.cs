using Grpc.Core;

namespace Standins.Tests.GrpcCore;

public sealed class MetadataTests
{
    [Fact]
    public void Add_KeyInUpperCase_IsKeptInLowerCase()
    {
        Metadata metadata = new() { { "X-Request-ID", "1" } };

        metadata[0].Key.ShouldBe("x-request-id");
        metadata.GetValue("X-REQUEST-ID").ShouldBe("1");
    }

    [Fact]
    public void Get_SeveralOfAKey_GivesTheLast()
    {
        Metadata metadata = new() { { "a", "1" }, { "b", "2" }, { "A", "3" } };

        metadata.Get("a").ShouldNotBeNull().Value.ShouldBe("3");
        metadata.GetAll("a").Select(entry => entry.Value).ShouldBe(["1", "3"]);
        metadata.Count.ShouldBe(3);
    }

    [Fact]
    public void Get_KeyThatIsNotThere_GivesNull()
    {
        Metadata metadata = [];

        metadata.Get("a").ShouldBeNull();
        metadata.GetValue("a").ShouldBeNull();
        metadata.GetValueBytes("a-bin").ShouldBeNull();
        metadata.GetAll("a").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData(":path")]
    [InlineData("größe")]
    [InlineData("a/b")]
    public void Entry_KeyWithOtherCharacters_IsRefused(string key) =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, "value"));

    [Theory]
    [InlineData("a.b_c-d9")]
    [InlineData("A")]
    public void Entry_KeyOfLettersDigitsAndThree_IsTaken(string key) =>
        new Metadata.Entry(key, "value").Key.ShouldBe(key.ToLowerInvariant());

    [Fact]
    public void Entry_SuffixAndValueDisagree_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new Metadata.Entry("a-bin", "text"));
        Should.Throw<ArgumentException>(() => new Metadata.Entry("A-BIN", "text"));
        Should.Throw<ArgumentException>(() => new Metadata.Entry("a", [1]));
    }

    [Fact]
    public void Entry_Null_IsRefused()
    {
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry(null!, "text"));
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry("a", (string)null!));
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry("a-bin", (byte[])null!));
        Should.Throw<ArgumentNullException>(() => new Metadata().Add(null!));
    }

    [Fact]
    public void Entry_Binary_CannotBeChangedFromOutside()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("a" + Metadata.BinaryHeaderSuffix, bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        entry.IsBinary.ShouldBeTrue();
        entry.ValueBytes.ShouldBe([1, 2]);
        Should.Throw<InvalidOperationException>(() => entry.Value);
    }

    [Fact]
    public void Entry_Text_HasItsBytesInAscii()
    {
        var entry = new Metadata.Entry("a", "AZ");

        entry.IsBinary.ShouldBeFalse();
        entry.ValueBytes.ShouldBe("AZ"u8.ToArray());
        entry.ToString().ShouldBe("[Entry: key=a, value=AZ]");
    }

    [Fact]
    public void Empty_TakesNothing()
    {
        Metadata.Empty.IsReadOnly.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.Add("a", "1"));
        Should.Throw<InvalidOperationException>(Metadata.Empty.Clear);
        Metadata.Empty.ShouldBeEmpty();
    }

    [Fact]
    public void List_InsertReplaceRemove_KeepTheOrder()
    {
        Metadata metadata = new() { { "a", "1" }, { "c", "3" } };
        metadata.Insert(1, new("b", "2"));
        metadata[0] = new("z", "0");

        metadata.Remove(metadata[2]).ShouldBeTrue();
        metadata.Select(entry => entry.Key).ShouldBe(["z", "b"]);
        metadata.IndexOf(metadata[1]).ShouldBe(1);
        metadata.RemoveAt(0);
        metadata.ShouldHaveSingleItem().Key.ShouldBe("b");
    }
}
