using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ParameterTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("parameters-").FullName;

    [Theory]
    [InlineData("Parameters:token-key")]
    [InlineData("Parameters:token_key")]
    public async Task AddParameter_Configured_IsRead(string key)
    {
        var builder = Describe($"--{key}=v");

        (await ValueAsync(builder.AddParameter("token-key"))).ShouldBe("v");
    }

    [Fact]
    public async Task AddParameter_Missing_NamesTheKeyAndTheVariable()
    {
        var missing = await Should.ThrowAsync<MissingParameterValueException>(() => ValueAsync(Describe().AddParameter("token-key")));

        missing.Message.ShouldContain("'Parameters:token-key'");
        missing.Message.ShouldContain("Parameters__token_key");
    }

    [Fact]
    public async Task Set_OtherValue_HoldsUntilItIsTakenBack()
    {
        var parameter = Describe("--Parameters:token-key=v").AddParameter("token-key");
        (await ValueAsync(parameter)).ShouldBe("v");

        parameter.Resource.Set("w");
        (await ValueAsync(parameter)).ShouldBe("w");
        parameter.Resource.Set(null);
        (await ValueAsync(parameter)).ShouldBe("v");
    }

    [Fact]
    public async Task AddParameter_ValueSetLater_IsFoundThen()
    {
        var builder = Describe();
        var parameter = builder.AddParameter("late");
        await Should.ThrowAsync<MissingParameterValueException>(() => ValueAsync(parameter));

        builder.Configuration["Parameters:late"] = "v";

        (await ValueAsync(parameter)).ShouldBe("v");
    }

    [Fact]
    public void AddParameter_SecretPublishedAsDefault_Throws() =>
        Should.Throw<ArgumentException>(() => Describe().AddParameter("p", "v", publishValueAsDefault: true, secret: true));

    [Fact]
    public async Task AddParameter_GeneratedAndPersisted_IsTheSameNextTime()
    {
        var first = await ValueAsync(Generated(Describe()));
        var second = await ValueAsync(Generated(Describe()));

        second.ShouldBe(first);
        File.ReadAllText(Secrets).ShouldContain("Parameters:token-key");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Secrets).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task AddParameter_GeneratedAndConfigured_TakesTheConfigured()
    {
        await ValueAsync(Generated(Describe()));

        (await ValueAsync(Generated(Describe("--Parameters:token-key=mine")))).ShouldBe("mine");
    }

    [Fact]
    public async Task AddParameter_GeneratedNotPersisted_LeavesNoFile()
    {
        await ValueAsync(Describe().AddParameter("p", new GenerateParameterDefault { MinLength = 22 }, secret: true));

        File.Exists(Secrets).ShouldBeFalse();
    }

    [Fact]
    public async Task AddParameter_SecretsAreBroken_SaysWhere()
    {
        File.WriteAllText(Secrets, "{ \"Parameters:token-key");

        (await Should.ThrowAsync<DistributedApplicationException>(() => ValueAsync(Generated(Describe())))).Message.ShouldContain(Secrets);
    }

    [Fact]
    public async Task CreateDefaultPasswordParameter_IsSecretAndKept()
    {
        var builder = Describe();
        var password = ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, "db-password", special: false);

        password.Secret.ShouldBeTrue();
        password.ValueExpression.ShouldBe("{db-password.value}");
        builder.Resources.ShouldNotContain(password);
        (await password.GetValueAsync(CancellationToken.None))!.ShouldMatch("^[A-Za-z0-9]{22}$");
    }

    [Fact]
    public void Generate_Minimums_AreMet()
    {
        var value = new GenerateParameterDefault { MinLength = 12, MinLower = 2, MinUpper = 3, MinNumeric = 4, MinSpecial = 1 }.GetDefaultValue();

        value.Length.ShouldBe(12);
        value.Count(char.IsAsciiLetterLower).ShouldBeGreaterThanOrEqualTo(2);
        value.Count(char.IsAsciiLetterUpper).ShouldBeGreaterThanOrEqualTo(3);
        value.Count(char.IsAsciiDigit).ShouldBeGreaterThanOrEqualTo(4);
        value.Count(c => !char.IsAsciiLetterOrDigit(c)).ShouldBeGreaterThanOrEqualTo(1);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Secrets => Path.Combine(_root, "secrets.json");

    private IDistributedApplicationBuilder Describe(params string[] args) => TestApp.Describe([$"--DataVolumes:Root={_root}", .. args]);

    private static IResourceBuilder<ParameterResource> Generated(IDistributedApplicationBuilder builder) =>
        builder.AddParameter("token-key", new GenerateParameterDefault { MinLength = 32 }, secret: true, persist: true);

    private static Task<string?> ValueAsync(IResourceBuilder<ParameterResource> parameter) => parameter.Resource.GetValueAsync(CancellationToken.None).AsTask();
}
