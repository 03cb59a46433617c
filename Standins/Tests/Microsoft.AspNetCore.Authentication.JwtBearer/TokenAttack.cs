namespace Standins.Tests.JwtBearer;

/// <param name="Name">What is tried.</param>
/// <param name="Token">Makes it.</param>
/// <param name="Failure">What validation finds.</param>
/// <param name="Challenge">The WWW-Authenticate header of the answer.</param>
internal sealed record TokenAttack(string Name, Func<TokenForge, string> Token, Type Failure, string Challenge);
