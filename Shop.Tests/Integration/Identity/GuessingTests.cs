using System.Diagnostics;
using Grpc.Core;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Identities;

public sealed class GuessingTests(PostgresServer servers) : IdentityTest(servers)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignIn_AThousandGuessesAtOnce_FewAreLookedAtWhetherThereIsAnAccountOrNot(bool exists)
    {
        var email = NewEmail();
        if (exists)
        {
            await CustomerAsync(email);
        }

        var reasons = new List<string?>();
        foreach (var portion in Enumerable.Range(0, 1000).Chunk(50))
        {
            reasons.AddRange(await Task.WhenAll(portion.Select(i => TryAsync(email, $"guess number {i}"))));
        }

        reasons.Count(reason => reason == "INVALID_CREDENTIALS").ShouldBeInRange(5, 20);
        reasons.ShouldAllBe(reason => reason == "INVALID_CREDENTIALS" || reason == "TOO_MANY_ATTEMPTS");
        (await TryAsync(email, Password)).ShouldBe("TOO_MANY_ATTEMPTS");
        if (exists)
        {
            await ExecuteAsync("UPDATE guess SET until_time = now() - interval '1 s'");
            (await SignInAsync(email)).Role.ShouldBe(Role.Customer);
            (await ScalarAsync<long>("SELECT count(*) FROM guess WHERE failures > 5")).ShouldBe(0);
        }
    }

    [Fact]
    public async Task SignIn_ManyAccountsFromOneNetworkAddress_HasToWait()
    {
        var metadata = new Metadata { { "x-forwarded-for", "2001:db8:1:2::7" } };
        var reasons = new List<string?>();
        for (var i = 0; i < 60; i++)
        {
            reasons.Add(await TryAsync(NewEmail(), Password, metadata));
        }

        reasons.Count(reason => reason == "INVALID_CREDENTIALS").ShouldBeInRange(50, 56);
        // The same household, and another one.
        (await TryAsync(NewEmail(), Password, new Metadata { { "x-forwarded-for", "2001:db8:1:2::8" } })).ShouldBe("TOO_MANY_ATTEMPTS");
        (await TryAsync(NewEmail(), Password, new Metadata { { "x-forwarded-for", "2001:db8:1:3::7" } })).ShouldBe("INVALID_CREDENTIALS");
    }

    [Fact]
    public async Task SignIn_UnknownAddress_TakesAsLongAsAWrongPassword()
    {
        var email = NewEmail();
        await CustomerAsync(email);
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 12; i++)
        {
            await ExecuteAsync("DELETE FROM guess");
            known.Add(await TimeAsync(email));
            unknown.Add(await TimeAsync(NewEmail()));
        }

        // Without the comparison that is made for nobody it is a tenth.
        var ratio = Median(unknown) / Median(known);
        ratio.ShouldBeInRange(0.4, 2.5);
    }

    [Fact]
    public async Task RequestPasswordReset_Again_HasToWait()
    {
        var email = NewEmail();
        for (var i = 0; i < 4; i++)
        {
            await Client.RequestPasswordResetAsync(new RequestPasswordResetRequest { RequestId = NewId(), Email = email });
        }

        var refusal = await RefusedAsync(Client.RequestPasswordResetAsync(new RequestPasswordResetRequest { RequestId = NewId(), Email = email }), StatusCode.ResourceExhausted, "TOO_MANY_ATTEMPTS");
        ShopErrors.DetailOf<Contracts.Rpc.RetryInfo>(refusal).ShouldNotBeNull();
        (await LettersAsync(email)).ShouldBeEmpty();
    }

    private async Task<string?> TryAsync(string email, string password, Metadata? metadata = null)
    {
        try
        {
            await Client.SignInAsync(new SignInRequest { RequestId = NewId(), Email = email, Password = password }, metadata);
            return null;
        }
        catch (RpcException exception)
        {
            return ShopErrors.ReasonOf(exception);
        }
    }

    private async Task<double> TimeAsync(string email)
    {
        var start = Stopwatch.GetTimestamp();
        (await TryAsync(email, "not this one")).ShouldBe("INVALID_CREDENTIALS");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
