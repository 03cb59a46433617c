using System.Security.Cryptography;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

internal sealed class ConditionalExpression(IValueProvider condition, string matchValue, ReferenceExpression whenTrue, ReferenceExpression whenFalse)
{
    public IValueProvider Condition => condition;

    public string MatchValue => matchValue;

    public ReferenceExpression WhenTrue => whenTrue;

    public ReferenceExpression WhenFalse => whenFalse;

    public string Name { get; } = MakeName(condition, matchValue, whenTrue, whenFalse);

    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        var value = await condition.GetValueAsync(context, cancellationToken);
        var branch = string.Equals(value, matchValue, StringComparison.OrdinalIgnoreCase) ? whenTrue : whenFalse;
        return await branch.GetValueAsync(context, cancellationToken);
    }

    private static string MakeName(IValueProvider condition, string matchValue, ReferenceExpression whenTrue, ReferenceExpression whenFalse)
    {
        var source = (condition as IManifestExpressionProvider)?.ValueExpression ?? condition.GetType().Name;
        var words = new string([.. source.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')]).Trim('-');
        var text = $"{source}|{matchValue}|{whenTrue.ValueExpression}|{whenFalse.ValueExpression}";
        return $"cond-{words}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4))}";
    }
}
