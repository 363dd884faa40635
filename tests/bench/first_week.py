"""The steps from answers that are in to visit sheets printed for next week: `python -m tests.bench.first_week`.

tests/gui/test_first_week.py walks them in the real window, and fails where one more is needed.
"""

import sys

from tests.gui.first_week_walk import STEPS


def main() -> None:
    """Print the steps with their numbers."""
    for number, step in enumerate(STEPS, start=1):
        by = "Enter" if step.enter else "click"
        sys.stdout.write(f"{number}  {step.place}　「{step.words}」  {by}\n")


if __name__ == "__main__":
    main()
