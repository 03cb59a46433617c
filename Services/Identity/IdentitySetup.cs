using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>What the Identity service is made of, beside what every service is.</summary>
internal static class IdentitySetup
{
    private static readonly TimeSpan MergePatience = TimeSpan.FromSeconds(1.5);

    public static void AddIdentity(this IHostApplicationBuilder builder)
    {
        builder.AddShopGrpcClient<CartService.CartServiceClient>("http://cart", options => options.TotalTimeout = MergePatience);
        var services = builder.Services;
        services.AddOptions<AccountOptions>().BindConfiguration("Identity").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Secrets>().AddSingleton<PageTokens>().AddSingleton<Once>();
        services.AddSingleton<KeyStore>().AddSingleton<SigningKeys>();
        services.AddSingleton<IDatabaseSeed>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddHostedService(provider => provider.GetRequiredService<SigningKeys>());
        services.AddSingleton<RefreshTokens>().AddSingleton<SessionStore>().AddSingleton<Sessions>().AddSingleton<SessionPages>();
        services.AddSingleton<GuessStore>().AddSingleton<Passwords>().AddSingleton<GuestUpgrades>();
        services.AddSingleton<Letters>().AddSingleton<LetterWriter>().AddHostedService(provider => provider.GetRequiredService<LetterWriter>());
        services.AddSingleton<IDatabaseSeed, FirstAdmin>();
        services.AddSingleton<IdentitySweep>().AddHostedService(provider => provider.GetRequiredService<IdentitySweep>());
        services.AddSingleton<Addresses>();
        services.AddScoped<LetterComposer>().AddScoped<SignIns>().AddScoped<Registration>().AddScoped<Credentials>().AddScoped<Profiles>().AddScoped<Administration>();
        AddAccounts(services);
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddSingleton<IDataProtectionProvider>(provider => new SealedProtection(provider.GetRequiredService<Secrets>()));
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>().AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddScoped<AccountStore>().AddScoped<IUserStore<Account>>(provider => provider.GetRequiredService<AccountStore>());
        services.AddIdentityCore<Account>(options =>
        {
            options.User.AllowedUserNameCharacters = "";
            options.User.RequireUniqueEmail = true;
            options.Tokens.EmailConfirmationTokenProvider = Links.DayProvider;
            options.Tokens.ChangeEmailTokenProvider = Links.DayProvider;
            options.Tokens.PasswordResetTokenProvider = Links.HourProvider;
        })
            .AddTokenProvider<Links.DayTokens>(Links.DayProvider)
            .AddTokenProvider<Links.HourTokens>(Links.HourProvider);
        // Length and what is guessed first: no classes of characters.
        services.RemoveAll<IPasswordValidator<Account>>();
        services.AddScoped<IPasswordValidator<Account>, PasswordRules>();
    }
}
