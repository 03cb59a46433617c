using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Shop.Contracts.Identity.V1;
using Shop.Tests.Contract;
using Shop.Tests.Security;
using Xunit.Abstractions;

namespace Shop.Tests.Interop;

/// <summary>A page of another origin in headless Chromium, with the clients that pages use: browser.mjs drives it, browser-page.mjs is the page.</summary>
[Collection(SecurityCollection.Name)]
public sealed class BrowserTests(SecurityShop shop, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly string _contracts = Path.GetTempFileName();

    public async Task InitializeAsync()
    {
        await NodePackages.InstallAsync();
        await File.WriteAllBytesAsync(_contracts, AllContracts().ToByteArray());
    }

    public Task DisposeAsync()
    {
        File.Delete(_contracts);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Page_OfAListedOrigin_CallsWhatItLikesAndOfAnotherNothing()
    {
        Environment.SetEnvironmentVariable("SHOP_ADMIN_EMAIL", SecurityShop.AdminEmail);
        Environment.SetEnvironmentVariable("SHOP_ADMIN_PASSWORD", SecurityShop.AdminPassword);
        var run = await NodeProgram.RunAsync("node", ["browser.mjs", shop.Gateway.ToString(), _contracts, shop.ListedOrigin, shop.OtherOrigin], Limit);
        output.WriteLine(run.Output);
        run.ExitCode.ShouldBe(0, run.Output);
        using var found = JsonDocument.Parse(run.Output[run.Output.IndexOf("\n{", StringComparison.Ordinal)..]);

        ShouldCallWhatItLikes(found.RootElement.GetProperty("allowed"));
        ShouldKeepItsSession(found.RootElement.GetProperty("allowed"));
        ShouldGetNothing(found.RootElement.GetProperty("other"));
    }

    private static void ShouldCallWhatItLikes(JsonElement page)
    {
        foreach (var unary in new[] { "grpcWebUnaryBinary", "grpcWebUnaryText", "connectUnary" })
        {
            page.GetProperty(unary).ToString().ShouldBe("2", unary);
        }

        page.GetProperty("grpcWebStream").ToString().ShouldBe("True");
        page.GetProperty("connectStream").ToString().ShouldBe("True");
        // NOT_FOUND, with its message: the trailers of an error reach a page of another origin.
        page.GetProperty("grpcWebError").GetString().ShouldNotBeNull().ShouldStartWith("error 5: There is no product");
        page.GetProperty("connectError").GetString().ShouldNotBeNull().ShouldStartWith("error 5: There is no product");
    }

    // A guest and an administrator, whose refresh token no script has seen.
    private static void ShouldKeepItsSession(JsonElement page)
    {
        var session = page.GetProperty("session");
        session.ValueKind.ShouldBe(JsonValueKind.Object, session.ToString());
        foreach (var unseen in new[] { "guestTokenInBody", "cookieSeenByScript", "adminTokenInBody" })
        {
            session.GetProperty(unseen).GetString().ShouldBe("", unseen);
        }

        foreach (var kept in new[] { "sameGuestAfterRefresh", "sameAdminAfterRefresh", "cartAfterSignIn" })
        {
            session.GetProperty(kept).GetBoolean().ShouldBeTrue(kept);
        }

        session.GetProperty("cartAfterRefresh").GetInt32().ShouldBe(1);
        session.GetProperty("signedInAs").GetInt32().ShouldBe((int)Role.Admin);
        session.GetProperty("withoutAToken").GetString().ShouldNotBeNull().ShouldStartWith("error 16");
        session.GetProperty("refreshAfterSignOut").GetString().ShouldNotBeNull().ShouldStartWith("error 16");
        var cookie = page.GetProperty("cookiesOfTheBrowser").EnumerateArray().ShouldHaveSingleItem();
        (cookie.GetProperty("name").GetString(), cookie.GetProperty("httpOnly").GetBoolean(), cookie.GetProperty("sameSite").GetString()).ShouldBe(("shop-refresh", true, "Strict"));
    }

    private static void ShouldGetNothing(JsonElement page)
    {
        foreach (var call in new[] { "grpcWebUnary", "connectUnary", "connectStream", "refresh" })
        {
            page.GetProperty(call).GetString().ShouldNotBeNull().ShouldStartWith("error", customMessage: call);
        }
    }

    // Each file after those that it imports.
    private static FileDescriptorSet AllContracts()
    {
        var (set, seen) = (new FileDescriptorSet(), new HashSet<string>());
        foreach (var file in ShopContracts.Files)
        {
            Add(file);
        }

        return set;

        void Add(FileDescriptor file)
        {
            if (seen.Add(file.Name))
            {
                file.Dependencies.ToList().ForEach(Add);
                set.File.Add(file.ToProto());
            }
        }
    }
}
