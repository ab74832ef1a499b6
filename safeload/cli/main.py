"""``safeload``: measure lists without a database, check schemes, found an installation, import and export."""

from __future__ import annotations

import argparse
import sys

from safeload.cli import measuring, product, proposing, rebalancing, schemes

#: Exit status for input that cannot be used (POSIX's own for wrong usage).
BAD_INPUT = 2


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="safeload", description="Workload management for social work employers."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    measuring.add_to(commands)
    proposing.add_to(commands)
    rebalancing.add_to(commands)
    schemes.add_to(commands)
    product.add_to(commands)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns 0, or 2 for input that cannot be used, after saying why in a sentence."""
    given = parser().parse_args(argv)
    try:
        return int(given.run(given) or 0)
    except measuring.Refused as refused:
        for sentence in refused.sentences:
            print(sentence, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("Stopped. Nothing was left half done.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
