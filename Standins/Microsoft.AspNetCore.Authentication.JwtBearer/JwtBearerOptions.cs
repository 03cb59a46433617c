using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

public class JwtBearerOptions : AuthenticationSchemeOptions
{
    private readonly JsonWebTokenHandler _defaultHandler = new() { MapInboundClaims = true };

    public JwtBearerOptions() => TokenHandlers = [_defaultHandler];

    /// <summary>The audience that is valid, where <see cref="TokenValidationParameters"/> states none.</summary>
    public string? Audience { get; set; }

    /// <summary>The scheme of the challenge. Default: "Bearer".</summary>
    public string Challenge { get; set; } = JwtBearerDefaults.AuthenticationScheme;

    public new JwtBearerEvents Events
    {
        get => (JwtBearerEvents)base.Events!;
        set => base.Events = value;
    }

    public TokenValidationParameters TokenValidationParameters { get; set; } = new();

    /// <summary>They validate tokens in this order until one finds a token valid.</summary>
    public IList<TokenHandler> TokenHandlers { get; }

    /// <summary>Whether the names of claims are mapped to those of .NET ("sub" to NameIdentifier ...). Default: yes.</summary>
    public bool MapInboundClaims
    {
        get => _defaultHandler.MapInboundClaims;
        set => _defaultHandler.MapInboundClaims = value;
    }

    /// <summary>Whether the token is kept in the authentication properties, for GetTokenAsync. Default: yes.</summary>
    public bool SaveToken { get; set; } = true;

    /// <summary>Whether a challenge tells why the token was refused. Default: yes.</summary>
    public bool IncludeErrorDetails { get; set; } = true;
}
