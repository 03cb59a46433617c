using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
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

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddSingleton<RecentTokens>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, ValidateShopTokens>();
        // The options need the key: a secret that is missing or too short stops the start, not the first call.
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).ValidateOnStart();
    }

    private sealed class ValidateShopTokens(ECDsaSecurityKey key, RecentTokens recent) : IConfigureNamedOptions<JwtBearerOptions>
    {
        public void Configure(string? name, JwtBearerOptions options) => Configure(options);

        public void Configure(JwtBearerOptions options)
        {
            options.MapInboundClaims = false;
            options.SaveToken = false;
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(recent);
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = TokenClaims.Issuer,
                ValidAudience = TokenClaims.Audience,
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                IssuerSigningKey = key,
                NameClaimType = TokenClaims.Subject,
                RoleClaimType = TokenClaims.Role,
                ClockSkew = TimeSpan.FromSeconds(30),
            };
        }
    }
}
