namespace Shop.ServiceDefaults.Resilience;

/// <summary>What the outcome of an attempt says of the replica that was asked.</summary>
internal enum Verdict
{
    /// <summary>Nothing: the call was cancelled, had no time left, or was never sent.</summary>
    None,

    /// <summary>It answers. What it answers about the request (NOT_FOUND, FAILED_PRECONDITION ...) is no fault of it.</summary>
    Well,

    /// <summary>It answers, and something is wrong with it.</summary>
    Sick,

    /// <summary>It does not answer.</summary>
    Away,
}
