using Aspire.Dashboard;
using Aspire.Hosting;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Testing;

namespace Standins.Tests.Aspire.Hosting.Dashboard;

public sealed class DashboardSettingsTests
{
    [Theory]
    [InlineData("Dashboard:Otlp:Cors:AllowedOrigins")]
    [InlineData("ASPIRE_DASHBOARD_CORS_ALLOWED_ORIGINS")]
    [InlineData("DOTNET_DASHBOARD_CORS_ALLOWED_ORIGINS")]
    public async Task Cors_ByAnyOfItsNames_IsRead(string name)
    {
        var options = await ReadAsync($"--{name}=http://localhost:5173, https://shop.example/", "--Dashboard:Otlp:Cors:AllowedHeaders=x-one,x-two");

        options.OtlpAllowedOrigins.ShouldBe(["http://localhost:5173", "https://shop.example"]);
        options.OtlpAllowedHeaders.ShouldBe(["x-one", "x-two"]);
    }

    [Fact]
    public async Task Cors_OfTheAppHost_ReplacesTheDashboardsOwn() =>
        (await ReadAsync("--ASPIRE_DASHBOARD_CORS_ALLOWED_ORIGINS=http://a", "--Dashboard:Otlp:Cors:AllowedOrigins=http://b")).OtlpAllowedOrigins.ShouldBe(["http://a"]);

    [Fact]
    public async Task Nothing_Configured_OpensNothing()
    {
        var options = await ReadAsync();

        options.OtlpAllowedOrigins.ShouldBeEmpty();
        (options.AllowAnonymous, options.AllowAnonymousOtlp, options.AllowAnonymousApi, options.DisableApi).ShouldBe((false, false, false, false));
        (options.SecondaryApiKey, options.SecondaryOtlpApiKey).ShouldBe((null, null));
    }

    [Fact]
    public async Task Keys_AndSwitches_OfTheDashboard_AreRead()
    {
        var options = await ReadAsync(
            "--Dashboard:Otlp:SecondaryApiKey=o2", "--Dashboard:Api:PrimaryApiKey=a1", "--Dashboard:Api:SecondaryApiKey=a2", "--Dashboard:Otlp:AuthMode=unsecured",
            "--Dashboard:Api:Disabled=true", "--Dashboard:UI:DisableImport=true", "--Dashboard:UI:DisableResourceGraph=true");

        (options.SecondaryOtlpApiKey, options.ApiKey, options.SecondaryApiKey).ShouldBe(("o2", "a1", "a2"));
        (options.AllowAnonymous, options.AllowAnonymousOtlp, options.AllowAnonymousApi).ShouldBe((false, true, false));
        (options.DisableApi, options.DisableImport, options.DisableResourceGraph).ShouldBe((true, true, true));
    }

    [Theory]
    [InlineData("--Dashboard:Frontend:AuthMode=OpenIdConnect")]
    [InlineData("--Dashboard:Otlp:AuthMode=Certificate")]
    [InlineData("--Dashboard:Otlp:Cors:AllowedOrigins=localhost:5173")]
    public async Task WhatIsNotKnown_IsNoOpenDashboard(string argument)
    {
        await using var app = await StartAsync(argument);

        app.Services.GetRequiredService<DashboardRunner>().Options.ShouldBeNull();
    }

    private static async Task<DashboardOptions> ReadAsync(params string[] args)
    {
        await using var app = await StartAsync(args);
        return app.Services.GetRequiredService<DashboardRunner>().Options.ShouldNotBeNull();
    }

    private static Task<DistributedApplication> StartAsync(params string[] args) => DistributedApplicationTestingBuilder.Create(
        ["--ASPNETCORE_URLS=http://localhost:15999", "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true", .. args],
        (options, _) => (options.AssemblyName, options.DisableDashboard) = ("Tiny.AppHost", false)).StartAsync();
}
