"""Every figure, one after the other."""

from __future__ import annotations

from bench import annexa_workbook, engine


def main() -> None:
    """Print all figures."""
    engine.run()
    annexa_workbook.main()


if __name__ == "__main__":
    main()
