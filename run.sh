#!/usr/bin/env bash
# Sets up what is missing and runs the shop. Arguments go to the app host, e.g. ./run.sh --DcpPublisher:RandomizePorts=true
# to run beside another shop. Ctrl-C stops everything.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/setup.sh

need_dotnet
need_servers
build Shop.sln Debug
exec dotnet run --project Shop.AppHost --no-build -- "$@"
