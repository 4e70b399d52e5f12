#!/bin/sh
# Tries 'make run' and 'make test' on a bare Debian that has python3, git and make and nothing else. Run it by hand, as root; it needs debootstrap and a network.
#
#   tests/fresh.sh [run] [test]        both without an argument
#
# WHERE   where the checkout lies in the bare system (default /root/kedang, which nobody but root may enter)
# MIRROR  where debootstrap gets Debian from (default: what this machine uses)
# ARGS    which parts of 'make test' (default: all)
# KEEP    keep the bare system in this folder, and use it again the next time
set -eu

checkout=$(cd "$(dirname "$0")/.." && pwd)
where=${WHERE:-/root/kedang}
steps=${*:-run test}
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=${MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)}
bare=${KEEP:-$(mktemp -d /var/tmp/kedang-fresh-XXXXXX)}

if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
    echo "This needs root and debootstrap." >&2
    exit 2
fi
[ -n "${KEEP:-}" ] || trap 'rm -rf "$bare"' EXIT

if [ ! -e "$bare/.done" ]; then
    echo "== a bare $suite"
    debootstrap --variant=minbase --include=python3,git,make "$suite" "$bare" "$mirror" >"$bare.log" 2>&1 || { tail -n 20 "$bare.log"; exit 1; }
    touch "$bare/.done"
fi

# The network as this machine has it: names, proxies, indexes and authorities. Nothing else of the environment comes along.
cp /etc/resolv.conf /etc/hosts "$bare/etc/"
: >"$bare/.environment"
for name in ARGS PIP_INDEX_URL PIP_EXTRA_INDEX_URL npm_config_registry http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    eval "value=\${$name:-}"
    [ -z "$value" ] || echo "export $name='$value'" >>"$bare/.environment"
done
authorities=${PIP_CERT:-${SSL_CERT_FILE:-}}
if [ -n "$authorities" ]; then
    mkdir -p "$bare/etc/ssl"
    cp -L "$authorities" "$bare/etc/ssl/here.pem"
    for name in PIP_CERT SSL_CERT_FILE NODE_EXTRA_CA_CERTS; do echo "export $name=/etc/ssl/here.pem" >>"$bare/.environment"; done
fi
cp /etc/apt/sources.list "$bare/etc/apt/" 2>/dev/null || true
cp -r /etc/apt/sources.list.d "$bare/etc/apt/" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d/. "$bare/etc/apt/apt.conf.d/" 2>/dev/null || true

rm -rf "${bare:?}$where"
mkdir -p "$bare$(dirname "$where")"
git clone --quiet "$checkout" "$bare$where"
# With what is not committed yet, so that one can try before committing.
(cd "$checkout" && git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read --files-from - -c 2>/dev/null) | tar -x -C "$bare$where" --no-same-owner

cat >"$bare/.try" <<'INNER'
#!/bin/sh
# In the bare system. Its own numbers of processes: whatever is left over at the end is seen, and goes with it.
set -eu
. /.environment
export HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin
cd "$1"; shift

try_run() {
    : >/tmp/run.log
    make run >/tmp/run.log 2>&1 &
    server=$!
    address=
    while [ -z "$address" ]; do
        kill -0 "$server" 2>/dev/null || { cat /tmp/run.log; echo "== make run ended"; exit 1; }
        address=$(grep -oE 'https?://[0-9a-z.:]+' /tmp/run.log | grep -E '127\.0\.0\.1|localhost' | head -n 1 || true)
        sleep 1
    done
    python3 - "$address" <<'ASK'
import sys, urllib.parse, urllib.request
home = urllib.parse.urljoin(sys.argv[1], "/")
page = urllib.request.urlopen(home, timeout=30).read()
assert b"<html" in page.lower(), page[:200]
print("== the page answers:", len(page), "bytes")
ASK
    pid=$(pgrep_first '-m kedang serve')
    kill -INT "$pid"
    wait "$server" || true
    if left=$(pgrep_first 'postgres'); then echo "== left over: $left"; exit 1; fi
    echo "== make run: works, and leaves nothing running"
}

pgrep_first() {
    for entry in /proc/[0-9]*; do
        if tr '\0' ' ' <"$entry/cmdline" 2>/dev/null | grep -q -e "$1"; then
            [ "${entry#/proc/}" = $$ ] || { echo "${entry#/proc/}"; return 0; }
        fi
    done
    return 1
}

for step in "$@"; do
    started=$(date +%s)
    case $step in
        run) try_run ;;
        test) make test ARGS="${ARGS:-}" ;;
    esac
    echo "== $step: $(( $(date +%s) - started )) s"
done
INNER
chmod +x "$bare/.try"

for folder in dev dev/pts dev/shm; do mkdir -p "$bare/$folder"; done
unshare --mount --pid --fork sh -eu -c '
    mount --make-rprivate /
    mount --rbind /dev "$1/dev"
    mount -t tmpfs tmpfs "$1/dev/shm"
    mount -t proc proc "$1/proc"
    bare=$1; where=$2; shift 2
    exec chroot "$bare" /usr/bin/env -i /bin/sh /.try "$where" "$@"
' sh "$bare" "$where" $steps
