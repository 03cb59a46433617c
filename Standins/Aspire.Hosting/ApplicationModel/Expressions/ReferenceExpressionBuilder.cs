using System.Globalization;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

public class ReferenceExpressionBuilder
{
    private readonly StringBuilder _format;
    private readonly List<IValueProvider> _providers;
    private readonly List<string> _expressions;
    private readonly List<string?> _formats;

    public ReferenceExpressionBuilder() : this(0, 0)
    {
    }

    internal ReferenceExpressionBuilder(int literalLength, int formattedCount)
    {
        _format = new StringBuilder(literalLength + formattedCount * 3);
        _providers = new List<IValueProvider>(formattedCount);
        _expressions = new List<string>(formattedCount);
        _formats = new List<string?>(formattedCount);
    }

    public bool IsEmpty => _format.Length == 0;

    public void Append(in ReferenceExpression.ExpressionInterpolatedStringHandler handler)
    {
        var expression = handler.GetExpression();
        AppendRenumbered(expression.Format, _providers.Count);
        _providers.AddRange(expression.ValueProviders);
        _expressions.AddRange(expression.ManifestExpressions);
        _formats.AddRange(expression.StringFormats);
    }

    public void AppendLiteral(string value) =>
        _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted(string? value)
    {
        if (value is not null)
        {
            AppendLiteral(value);
        }
    }

    public void AppendFormatted(string? value, string? format) => AppendFormatted(format is null ? value : ValueFormats.Apply(value, format));

    public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, format: null);

    public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider
    {
        if (format is not null)
        {
            ValueFormats.Validate(format);
        }
        _format.Append(CultureInfo.InvariantCulture, $"{{{_providers.Count}}}");
        _providers.Add(valueProvider);
        _expressions.Add(valueProvider.ValueExpression);
        _formats.Add(format);
    }

    public ReferenceExpression Build() => new(_format.ToString(), [.. _providers], [.. _expressions], [.. _formats]);

    // The holes of an expression that is appended come after those that are there.
    private void AppendRenumbered(string format, int offset)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] is not ('{' or '}'))
            {
                _format.Append(format[i]);
            }
            else if (format[i] == format[i + 1])
            {
                _format.Append(format[i]).Append(format[++i]);
            }
            else
            {
                var end = format.IndexOf('}', i);
                var index = int.Parse(format.AsSpan(i + 1, end - i - 1), CultureInfo.InvariantCulture);
                _format.Append(CultureInfo.InvariantCulture, $"{{{index + offset}}}");
                i = end;
            }
        }
    }
}
