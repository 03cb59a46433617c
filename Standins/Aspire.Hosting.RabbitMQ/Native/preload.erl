%% Loads the broker's code at once. Left to itself the broker loads some 900 modules one by one, each searched for in a hundred folders,
%% which takes most of its start. Nothing else changes: what this does not load is loaded when it is needed.
Folder = fun(App) ->
    case code:where_is_file(atom_to_list(App) ++ ".app") of
        non_existing -> ".";
        File -> filename:dirname(File)
    end
end,
Properties = fun(App) ->
    case file:consult(filename:join(Folder(App), atom_to_list(App) ++ ".app")) of
        {ok, [{application, App, List}]} -> List;
        _ -> []
    end
end,
Needed = fun Needed(App, Found) ->
    case maps:is_key(App, Found) of
        true ->
            Found;
        false ->
            List = Properties(App),
            lists:foldl(Needed, Found#{App => proplists:get_value(modules, List, [])}, proplists:get_value(applications, List, []))
    end
end,
Path = code:get_path(),
try
    maps:foreach(
        fun(App, Modules) ->
            code:add_patha(Folder(App)),
            code:ensure_modules_loaded(Modules)
        end,
        lists:foldl(Needed, #{}, [rabbitmq_prelaunch, rabbit, mnesia]))
catch
    _:_ -> not_preloaded
after
    code:set_path(Path)
end.
