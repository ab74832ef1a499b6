"""Every figure, one after the other."""

from __future__ import annotations

import json

from bench import applying, engine, handing_over, imports, pages
from bench.planner import nation, proposing, rebalancing


def main() -> None:
    """Print all figures."""
    engine.run()
    print(json.dumps(imports.measure()), flush=True)
    applying.main()
    pages.run()
    handing_over.run()
    proposing.run()
    rebalancing.run()
    nation.run()


if __name__ == "__main__":
    main()
