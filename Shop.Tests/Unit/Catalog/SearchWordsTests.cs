using FsCheck;
using FsCheck.Fluent;
using Shop.Catalog;

namespace Shop.Tests.Unit.Catalog;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("Elbow mug", "elbow", "mug")]
    [InlineData("  mug, MUG; mug! ", "mug")]
    [InlineData("Men's L’Oréal", "mens", "loréal")]
    [InlineData("1.5L salt/pepper 3-in-1", "1", "5l", "salt", "pepper", "3", "in")]
    [InlineData("हिन्दी 𠀀字 cafe\u0301", "हिन्दी", "𠀀字", "cafe\u0301")]
    [InlineData("%_\\\"' \u0000 🦊 * : & |")]
    [InlineData("")]
    public void Of_WhatWasTyped_AreItsWords(string typed, params string[] words) => SearchWords.Of(typed).ShouldBe(words);

    [Fact]
    public void Of_TooMuch_IsTheFirstTenAndNoneLongerThanFifty()
    {
        SearchWords.Of(string.Join(' ', Enumerable.Range(0, 100))).ShouldBe(Enumerable.Range(0, 10).Select(number => $"{number}"));
        SearchWords.Of(new string('a', 200)).ShouldHaveSingleItem().Length.ShouldBe(50);
        SearchWords.Of(string.Concat(Enumerable.Repeat("𠀀", 60))).ShouldHaveSingleItem().ShouldBe(string.Concat(Enumerable.Repeat("𠀀", 25)));
    }

    [Fact]
    public void OneSlipFrom_AnyWordWithAnySlip_HasTheWordThatWasMeant()
    {
        var word = Gen.Elements("abcdefghijklmnopqrstuvwxyz0123456789".ToCharArray()).NonEmptyListOf().Where(letters => letters.Count >= 3).Select(letters => string.Concat(letters));
        Prop.ForAll(Arb.From(word), Gen.Choose(0, 3).Two().ToArbitrary(), (meant, slip) =>
        {
            var at = slip.Item2 % (meant.Length - 1);
            var typed = slip.Item1 switch
            {
                0 => meant.Remove(at, 1),
                1 => meant.Insert(at, "x"),
                2 => meant.Remove(at, 1).Insert(at, "q"),
                _ => $"{meant[..at]}{meant[at + 1]}{meant[at]}{meant[(at + 2)..]}",
            };
            return typed == meant || SearchWords.OneSlipFrom(typed).Contains(meant);
        }).QuickCheckThrowOnFailure();
    }
}
