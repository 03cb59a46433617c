using Shop.Inventory;

namespace Shop.Tests.Unit.Inventory;

public sealed class InventoryOptionsTests
{
    [Fact]
    public void Complaint_LocationsWithTheDefault_IsNone() => Options("depot", "main").Complaint().ShouldBeNull();

    [Fact]
    public void Complaint_NoDefaultLocation_SaysSo() => Options("depot").Complaint()!.ShouldContain("'main' is missing");

    [Fact]
    public void Complaint_SameLocationTwice_NamesIt() => Options("main", "depot", "depot").Complaint()!.ShouldContain("'depot' is there twice");

    [Fact]
    public void Complaint_NoSuchName_NamesIt() => Options("main", "The Depot").Complaint()!.ShouldContain("'The Depot' is no location");

    [Theory]
    [InlineData(19, null, "main 19")]
    [InlineData(19, "depot", "main 19")]
    [InlineData(20, "depot", "main 15, depot 5")]
    [InlineData(0, "depot", "main 0")]
    [InlineData(500, null, "main 500")]
    public void Spread_OpeningStock_LosesNoPiece(int quantity, string? second, string expected) =>
        string.Join(", ", OpeningStock.Spread("TEA", quantity, second).Select(line => $"{line.LocationId} {line.Quantity}")).ShouldBe(expected);

    private static InventoryOptions Options(params string[] locations) => new() { Locations = [.. locations.Select((id, i) => new LocationOptions { Id = id, Priority = i })] };
}
