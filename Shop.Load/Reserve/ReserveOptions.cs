namespace Shop.Load.Reserve;

/// <summary>How much is measured.</summary>
/// <param name="Runs">How often everything is measured.</param>
/// <param name="Duration">How long each measurement takes.</param>
/// <param name="Buyers">How many buyers reserve at once; the plain way has a connection for each of 32.</param>
internal sealed record ReserveOptions(int Runs, TimeSpan Duration, int Buyers);
