"""Every figure, one after the other."""

from __future__ import annotations

import json

from bench import applying, engine, imports, pages


def main() -> None:
    """Print all figures."""
    engine.run()
    print(json.dumps(imports.measure()), flush=True)
    applying.main()
    pages.run()


if __name__ == "__main__":
    main()
