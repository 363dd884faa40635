#!/usr/bin/env bash
# Makes .venv from a lock file, and sees to it that Qt finds its system libraries: installs them where it may,
# names them exactly where it may not.   usage: environment.sh PYTHON LOCK_FILE
set -euo pipefail
python=$1 lock=$2
libraries=(libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0
  libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0)

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed; this is $("$python" --version)." >&2
  exit 1
}
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# Where there is a display the window must be able to open on it, not only off screen.
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then platform=; else platform=offscreen; fi
qt_starts() { QT_QPA_PLATFORM=$platform .venv/bin/python -c 'from PySide6.QtWidgets import QApplication; QApplication([])' 2>/dev/null; }
if ! qt_starts; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    for library in "${libraries[@]}"; do # one by one: newer releases have renamed some of them
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$library" >/dev/null 2>&1 || true
    done
  fi
  qt_starts || {
    echo "Qt does not start: system libraries are missing. On Debian or Ubuntu run:" >&2
    echo "  sudo apt-get install ${libraries[*]}" >&2
    exit 1
  }
fi
