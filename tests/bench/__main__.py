"""Prints every figure of this folder: `python -m tests.bench`."""

import runpy
from pathlib import Path

for file in sorted(Path(__file__).parent.glob("*.py")):
    if not file.stem.startswith("_"):
        print(f"\n== {file.stem}", flush=True)
        runpy.run_module(f"tests.bench.{file.stem}", run_name="__main__")
