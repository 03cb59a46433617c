namespace Shop.Carts;

/// <summary>The scripts, each with what they share in front. The client sends them once per server, then their hash.</summary>
internal static class CartScripts
{
    private static readonly string Shared = Text("lines");

    public static readonly string Read = Of("read");
    public static readonly string Change = Of("change");
    public static readonly string Refresh = Of("refresh");
    public static readonly string TakeOff = Of("take-off");
    public static readonly string TakeOffMerged = Of("take-off-merged");
    public static readonly string MergeClaim = Of("merge-claim");
    public static readonly string MergeSeal = Of("merge-seal");
    public static readonly string MergeApply = Of("merge-apply");
    public static readonly string MergeFinish = Of("merge-finish");

    private static string Of(string name) => Shared + Text(name);

    private static string Text(string name)
    {
        using var stream = typeof(CartScripts).Assembly.GetManifestResourceStream($"Shop.Carts.Scripts.{name}.lua")
            ?? throw new InvalidOperationException($"The script {name} is missing in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
