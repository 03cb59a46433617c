using System.CommandLine;
using Shop.Load.Chaos;
using Shop.Load.Smoke;
using Shop.Load.Verify;

return await new RootCommand("Shop's load generator, its benchmarks, and the proofs of its promises.") { SmokeCommand.Create(), ChaosCommand.Create(), VerifyCommand.Create() }
    .Parse(args)
    .InvokeAsync();
