# Sourced by run.sh and test.sh: installs what the shop needs and is missing, and builds only what has changed.

# Debian's name of the package that brings each program.
servers_missing() {
  ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || echo postgresql
  command -v redis-server >/dev/null || echo redis-server
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || echo rabbitmq-server
}

# install PACKAGE...: by apt where there is apt, else says what to install.
install() {
  if ! command -v apt-get >/dev/null; then
    echo "shop: please install: $* (this script installs them on Debian and its kin only)" >&2
    exit 1
  fi
  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "shop: please run as root: apt-get install -y $*" >&2; exit 1; }
    as_root=sudo
  fi
  echo "shop: installing $*"
  # The shop starts servers of its own; those of the packages shall not start beside them.
  local policy=/usr/sbin/policy-rc.d made=""
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null && $as_root chmod +x "$policy" && made=yes
  fi
  local log result=0
  log=$(mktemp)
  { $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } >"$log" 2>&1 || result=$?
  [ -z "$made" ] || $as_root rm -f "$policy"
  if [ "$result" -ne 0 ]; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "shop: could not install $*" >&2
    exit 1
  fi
  rm -f "$log"
}

need_dotnet() {
  command -v dotnet >/dev/null || { echo "shop: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }
}

need_servers() {
  local missing
  missing=$(servers_missing | tr '\n' ' ')
  # shellcheck disable=SC2086 # a list of words
  [ -z "$missing" ] || install $missing
}

# build PROJECT CONFIGURATION: skips dotnet's own (slow) look at every project when no source is newer than the last build.
build() {
  local stamp="artifacts/built-$(basename "$1")-$2"
  if [ -e "$stamp" ] && [ -z "$(find . \( -name bin -o -name obj -o -name .git -o -name artifacts -o -name .shop -o -name node_modules \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    return
  fi
  echo "shop: building ($2)"
  local started
  started=$(mktemp)
  dotnet build "$1" -c "$2" --nologo -v quiet -clp:NoSummary || exit 1
  mkdir -p artifacts
  mv "$started" "$stamp"
}
