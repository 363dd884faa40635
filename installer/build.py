"""Builds the program as a folder that needs no Python and no administrator rights, and tries it.

Run on the system it is for: `python installer/build.py` (on Windows as on Linux, from the environment of
requirements-dev.lock). The result is dist/shoukei/; `shoukei self-test` in it must pass.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Build, then run the self-test of what was built."""
    spec = ROOT / "installer" / "shoukei.spec"
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    build += ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build"), str(spec)]
    subprocess.run(build, check=True, cwd=ROOT)
    program = ROOT / "dist" / "shoukei" / ("shoukei.exe" if sys.platform == "win32" else "shoukei")
    files = [file for file in program.parent.rglob("*") if file.is_file() and not file.is_symlink()]
    size = sum(file.stat().st_size for file in files)
    print(f"{program.parent}: {size / 1e6:.0f} MB")
    return subprocess.run([program, "self-test"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
