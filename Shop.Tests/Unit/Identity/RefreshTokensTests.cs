using Microsoft.Extensions.Options;
using Shop.Identity;

namespace Shop.Tests.Unit.Identities;

public sealed class RefreshTokensTests
{
    private readonly RefreshTokens _tokens = Tokens("one secret of the tests, and long enough");

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var token = RefreshToken.New(Guid.NewGuid());

        var read = _tokens.Read(_tokens.Write(token)).ShouldNotBeNull();

        read.SessionId.ShouldBe(token.SessionId);
        read.Secret.ShouldBe(token.Secret);
    }

    [Fact]
    public void Read_AnyCharacterChanged_IsNone()
    {
        var text = _tokens.Write(RefreshToken.New(Guid.NewGuid()));

        for (var i = 0; i < text.Length; i++)
        {
            _tokens.Read($"{text[..i]}{(text[i] == 'A' ? 'Q' : 'A')}{text[(i + 1)..]}").ShouldBeNull();
        }
    }

    [Fact]
    public void Read_OfAnotherSecret_IsNone() =>
        Tokens("another secret of the tests, and long enough").Read(_tokens.Write(RefreshToken.New(Guid.NewGuid()))).ShouldBeNull();

    [Fact]
    public void Next_FollowsFromTokenAndRequest()
    {
        var token = RefreshToken.New(Guid.NewGuid());

        _tokens.Next(token, "a").Secret.ShouldBe(_tokens.Next(token, "a").Secret);
        _tokens.Next(token, "b").Secret.ShouldNotBe(_tokens.Next(token, "a").Secret);
        _tokens.Next(RefreshToken.New(token.SessionId), "a").Secret.ShouldNotBe(_tokens.Next(token, "a").Secret);
    }

    private static RefreshTokens Tokens(string secret) => new(new Secrets(Options.Create(new AccountOptions { Secret = secret })));
}
