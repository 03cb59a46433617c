#!/usr/bin/env bash
# Sets up what is missing, builds once and runs every test. The last line is the sum: N passed, N failed.
# Arguments go to each `dotnet test`, e.g. ./test.sh --filter FullyQualifiedName~Messaging
set -uo pipefail
cd "$(dirname "$0")"
. scripts/setup.sh

need_dotnet
need_servers
command -v node >/dev/null && command -v npm >/dev/null || install nodejs npm
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || install chromium
build Shop.sln Debug

results=artifacts/test-results
rm -rf "$results"
status=0

run() {
  echo "shop: testing $1"
  dotnet test "$@" --nologo --no-build --results-directory "$results" --logger "trx;LogFileName=$(basename "$1").trx" --logger "console;verbosity=minimal" || status=1
}

run Shop.Tests/Shop.Tests.csproj "$@"
build Shop.Tests/Browser/Shop.Tests.Browser.csproj Debug
run Shop.Tests/Browser/Shop.Tests.Browser.csproj "$@"
if grep -q 'true</UseStandins>' artifacts/feed.props 2>/dev/null; then
  build Standins/Tests/Standins.Tests.csproj Debug
  run Standins/Tests/Standins.Tests.csproj "$@"
fi

# Each .trx file states its counters once.
sum() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters[^>]*" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | paste -sd+ | { read -r terms && echo $((terms)) || echo 0; }; }
passed=$(sum passed)
failed=$(sum failed)
skipped=$(( $(sum total) - $(sum executed) ))
[ "$((passed + failed))" -gt 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
