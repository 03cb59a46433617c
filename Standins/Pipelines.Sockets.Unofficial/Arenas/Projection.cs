namespace Pipelines.Sockets.Unofficial.Arenas;

public delegate TTo Projection<TFrom, TTo>(in TFrom value);

public delegate TTo Projection<TFrom, TState, TTo>(in TFrom value, in TState state);
