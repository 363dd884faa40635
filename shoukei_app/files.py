"""Writing files so that they are whole or not there at all."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shoukei_app.domain.problem import Problem, ProblemKind

# Another place for `user_folder`: a share that all machines of an office read.
FOLDER_VARIABLE = "SHOUKEI_DATA"


def user_folder() -> Path:
    """Where this person's program keeps what belongs to no ledger; needs no administrator. It may not exist yet."""
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "shoukei"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "shoukei"


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Hand out a temporary path beside `target`; it takes the target's place only when the block ends well.

    Raises Problem: OUTPUT_FOLDER_MISSING, OUTPUT_LOCKED (the target is open in Excel or a viewer), DISK_FULL.
    """
    if not target.parent.is_dir():
        raise Problem(ProblemKind.OUTPUT_FOLDER_MISSING, path=target.parent)
    partial = target.with_name(f".{target.name}.partial")
    try:
        yield partial
        partial.replace(target)
    except PermissionError as error:
        raise Problem(ProblemKind.OUTPUT_LOCKED, path=target) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Problem(ProblemKind.DISK_FULL, path=target) from error
        raise
    finally:
        partial.unlink(missing_ok=True)
