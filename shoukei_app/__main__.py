"""Which door: the command line with arguments, the window without them or with a ledger's file (a double click)."""

import gc
import sys
from pathlib import Path

COLLECTOR = (1_000_000, 50, 100)
"""A large list makes millions of values and hardly any cycle: looking for cycles would take a third of its time."""


def main() -> None:
    """Run the program."""
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and arguments[0].endswith(".shoukei")):
        from shoukei_app.gui import app  # noqa: PLC0415 - a command needs no Qt

        sys.exit(app.run(Path(arguments[0]) if arguments else None))
    if arguments[0] == "self-test":
        from shoukei_app.gui import self_test  # noqa: PLC0415 - likewise

        sys.exit(self_test.main(arguments[1:]))
    from shoukei_app.cli.main import shoukei  # noqa: PLC0415 - the window needs no command line

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Japanese Windows console would say CP932
    gc.set_threshold(*COLLECTOR)
    shoukei()


if __name__ == "__main__":
    main()
