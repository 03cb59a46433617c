using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

internal static class SecurityExtensions
{
    /// <summary>Tokens: how they are checked on the way in, signed on the way out, and what an rpc demands of them.</summary>
    public static void AddShopSecurity(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => TokenKey.Derive(provider.GetRequiredService<IConfiguration>()[TokenKey.ConfigurationKey]));
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<AccessRules>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ServiceToken>(provider, builder.Environment.ApplicationName));

        services.AddOptions<KeyOptions>().BindConfiguration("Security");
        services.AddSingleton<UserKeys>().AddSingleton<KeysCopy>();
        services.AddSingleton<KeyFetcher>().AddHostedService(provider => provider.GetRequiredService<KeyFetcher>());

        TokenAuthentication.SuppressDefaultScheme();
        services.AddAuthentication().AddJwtBearer();
        services.AddSingleton<IStartupFilter, TokenAuthentication>();
        services.AddSingleton<RecentTokens>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, ValidateShopTokens>();
        // The options need the key: a secret that is missing or too short stops the start, not the first call.
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).ValidateOnStart();
    }

    /// <summary>What a token has to be: ES256, for this shop, of a known issuer, by the key that it names and that is this issuer's.</summary>
    internal static TokenValidationParameters Parameters(ECDsaSecurityKey serviceKey, UserKeys userKeys) => new()
    {
        ValidIssuers = [TokenClaims.Issuer, TokenClaims.ServiceIssuer],
        ValidAudience = TokenClaims.Audience,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        IssuerSigningKeyResolver = (_, token, keyId, _) => KeyOf(((JsonWebToken)token).Issuer, keyId ?? "", serviceKey, userKeys) is { } key ? [key] : [],
        NameClaimType = TokenClaims.Subject,
        RoleClaimType = TokenClaims.Role,
        ClockSkew = TimeSpan.FromSeconds(30),
    };

    private static ECDsaSecurityKey? KeyOf(string issuer, string keyId, ECDsaSecurityKey serviceKey, UserKeys userKeys) => issuer switch
    {
        TokenClaims.Issuer => userKeys.Find(keyId),
        TokenClaims.ServiceIssuer when keyId == serviceKey.KeyId => serviceKey,
        _ => null,
    };

    private sealed class ValidateShopTokens(ECDsaSecurityKey key, UserKeys userKeys, KeyFetcher fetcher, RecentTokens recent) : IConfigureNamedOptions<JwtBearerOptions>
    {
        public void Configure(string? name, JwtBearerOptions options) => Configure(options);

        public void Configure(JwtBearerOptions options)
        {
            options.MapInboundClaims = false;
            options.SaveToken = false;
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(recent);
            options.TokenValidationParameters = Parameters(key, userKeys);
            options.Events = new JwtBearerEvents
            {
                OnAuthenticationFailed = context =>
                {
                    if (fetcher.HasSource && !userKeys.Any && context.Exception is SecurityTokenSignatureKeyNotFoundException)
                    {
                        context.HttpContext.Items[AccessInterceptor.KeysAreAway] = true;
                    }

                    return Task.CompletedTask;
                },
            };
        }
    }
}
