using Npgsql;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>
/// A statement's parameter. A type of its own rather than <c>object</c>: an array of strings passed for one parameter would be taken
/// for a list of parameters.
/// </summary>
public readonly struct SqlValue
{
    private SqlValue(NpgsqlParameter parameter) => Parameter = parameter;

    internal NpgsqlParameter Parameter { get; }

    public static implicit operator SqlValue(NpgsqlParameter parameter) => new(parameter);

    public static implicit operator SqlValue(string value) => Of(value);

    public static implicit operator SqlValue(Guid value) => Of(value);

    public static implicit operator SqlValue(bool value) => Of(value);

    public static implicit operator SqlValue(short value) => Of(value);

    public static implicit operator SqlValue(int value) => Of(value);

    public static implicit operator SqlValue(long value) => Of(value);

    public static implicit operator SqlValue(DateTime value) => Of(value);

    public static implicit operator SqlValue(DateTimeOffset value) => Of(value);

    public static implicit operator SqlValue(string[] values) => Of(values);

    public static implicit operator SqlValue(Guid[] values) => Of(values);

    public static implicit operator SqlValue(int[] values) => Of(values);

    public static implicit operator SqlValue(long[] values) => Of(values);

    public static implicit operator SqlValue(long?[] values) => Of(values);

    public static implicit operator SqlValue(DateTimeOffset[] values) => Of(values);

    private static SqlValue Of<T>(T value) => new(new NpgsqlParameter<T> { TypedValue = value });
}
