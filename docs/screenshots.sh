#!/usr/bin/env bash
# Makes the pictures of the HTML report in docs/images/: docs/screenshots.sh
# Needs chromium (Debian: apt-get install chromium fonts-noto-core fonts-liberation); pngquant makes them small.
set -euo pipefail
cd "$(dirname "$0")/.."

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cargo build --quiet --locked
target/debug/dateline check examples/newsroom --format html --fail-on never >"$work/report.html"

# shot NAME WIDTH,HEIGHT FRAGMENT [OPTION…]
shot() {
    local name="$1" size="$2" fragment="$3"
    shift 3
    chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
        --user-data-dir="$work/profile" --window-size="$size" "$@" \
        --screenshot="docs/images/$name.png" "file://$work/report.html$fragment" >/dev/null 2>&1
    if command -v pngquant >/dev/null; then
        pngquant --force --ext .png --speed 1 256 "docs/images/$name.png"
    fi
    ls -l "docs/images/$name.png"
}

mkdir -p docs/images
shot report-light 1200,1480 '#find=adeyemi'
shot report-dark 1200,1300 '#by=subject&find=nato' --blink-settings=preferredColorScheme=0
shot report-narrow 500,1300 '#find=ferry'
