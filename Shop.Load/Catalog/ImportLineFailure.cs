namespace Shop.Load.Catalog;

/// <summary>A line that could not be taken.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Field">The field that is to blame; may be empty.</param>
/// <param name="Reason">Why, for programs.</param>
/// <param name="Message">Why, for people.</param>
internal sealed record ImportLineFailure(int Line, string Field, string Reason, string Message)
{
    public override string ToString() => $"line {Line}{(Field.Length > 0 ? $", {Field}" : "")}: {Reason}, {Message}";
}
