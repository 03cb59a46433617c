using FsCheck;
using FsCheck.Fluent;
using Shop.Catalog;

namespace Shop.Tests.Unit.Catalog;

public sealed class SlugTests
{
    [Theory]
    [InlineData("Dusk Table Lamp", "dusk-table-lamp")]
    [InlineData("  Crème brûlée & Straße!  ", "creme-brulee-and-strasse")]
    [InlineData("Chef's Knife -- 20 cm", "chefs-knife-20-cm")]
    public void Candidates_OfAName_BeginWithItsLetters(string name, string slug)
    {
        var candidates = Slug.Candidates(name, Guid.Empty);

        candidates[0].ShouldBe(slug);
        candidates[1].ShouldBe(slug + "-2");
    }

    [Fact]
    public void Candidates_OfANameWithoutLetters_AreNamedByTheId() =>
        Slug.Candidates("鳥 🦊", Guid.Empty).ShouldBe([$"item-{Guid.Empty:n}"]);

    [Fact]
    public void Candidates_OfAnyName_AreSlugsAndDifferent() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        name => Slug.Candidates(name.Get, Guid.NewGuid()) is var candidates && candidates.All(Slug.IsValid) && candidates.Distinct().Count() == candidates.Count)
        .QuickCheckThrowOnFailure();
}
