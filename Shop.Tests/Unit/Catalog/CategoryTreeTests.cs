using FsCheck;
using FsCheck.Fluent;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;

namespace Shop.Tests.Unit.Catalog;

public sealed class CategoryTreeTests
{
    private static readonly Category Top = new() { CategoryId = Guid.NewGuid().ToString() };

    [Fact]
    public void Below_PagesOfAnySizes_AreTheWholeLevelInOrder()
    {
        var walks = from count in Gen.Choose(0, 40) from sizes in Gen.NonEmptyListOf(Gen.Choose(1, 15)) select (count, sizes);
        Prop.ForAll(Arb.From(walks), walk =>
        {
            var level = Make(walk.count);

            Walk(walk.sizes, _ => level).ShouldBe(level.Select(category => category.CategoryId));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Below_SiblingsComeAndGoBetweenPages_HasEveryOneThatStaysOnce()
    {
        var walks =
            from count in Gen.Choose(1, 40)
            from sizes in Gen.NonEmptyListOf(Gen.Choose(1, 9))
            from places in Gen.NonEmptyListOf(Gen.Choose(0, 40))
            select (count, sizes, places);
        Prop.ForAll(Arb.From(walks), walk =>
        {
            var level = Make(walk.count);
            var staying = level.ToList();

            var seen = Walk(walk.sizes, page =>
            {
                var place = walk.places[page % walk.places.Count];
                if (page % 2 == 0)
                {
                    level.Insert(Math.Min(place, level.Count), Make(1)[0]);
                }
                else if (level.FindIndex(category => !staying.Contains(category)) is >= 0 and var coming)
                {
                    level.RemoveAt(coming);
                }

                return level;
            });

            seen.Where(id => staying.Exists(category => category.CategoryId == id)).ShouldBe(staying.Select(category => category.CategoryId));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Below_WhatThePageEndedWithHasGone_GoesOnWithTheNext()
    {
        var level = Make(5);
        var first = Tree(level).Below(Top.CategoryId, recursive: false, after: null, size: 2)!;
        level.RemoveAt(1);

        var second = Tree(level).Below(Top.CategoryId, recursive: false, first.Next, size: 10)!;

        second.Items.ShouldBe(level[1..]);
    }

    [Fact]
    public void Below_UnknownParent_IsNone() => Tree(Make(1)).Below(Guid.NewGuid().ToString(), recursive: false, after: null, size: 2).ShouldBeNull();

    private static List<string> Walk(List<int> sizes, Func<int, List<Category>> levelAt)
    {
        var (seen, position, page) = (new List<string>(), (PagePosition?)null, 0);
        do
        {
            var found = Tree(levelAt(page)).Below(Top.CategoryId, recursive: false, position, sizes[page % sizes.Count])!;
            seen.AddRange(found.Items.Select(category => category.CategoryId));
            position = found.Next;
            page++;
        }
        while (position is not null);

        return seen;
    }

    private static List<Category> Make(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new Category { CategoryId = Guid.NewGuid().ToString(), ParentId = Top.CategoryId, AncestorIds = { Top.CategoryId } })];

    // Each at the position that it has now.
    private static CategoryTree Tree(List<Category> level) =>
        new([new CategoryNode(Top, [0]), .. level.Select((category, position) => new CategoryNode(category, [0, position]))]);
}
