"""`python -m tests.torture`: kill the bot many times, and print what came of it."""

import argparse
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.torture.harness import Plan, torture


def main() -> int:
    """Print the figures; the exit status is 1 where something was lost, done twice or out of order."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--updates", type=int, default=5000)
    parser.add_argument("--deaths", type=int, default=100)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL and two replicas; SQLite without")
    parser.add_argument("--webhook", action="store_true", help="webhooks to every replica in turn; polling without")
    parser.add_argument("--seed", type=int, default=1)
    plan = Plan(**vars(parser.parse_args()))
    folder = Path(tempfile.mkdtemp(prefix="entregent-torture-"))
    outcome = torture(plan, folder)
    for name, count in asdict(outcome.tally).items():
        print(f"{name.replace('_', ' '):26} {count}")
    print(f"{'deaths':26} {sum(outcome.deaths.values())}")
    for point, count in sorted(outcome.deaths.items()):
        print(f"  {point.replace('_', ' '):24} {count}")
    print(f"{'calls refused':26} {outcome.refusals}")
    print(f"{'seconds':26} {outcome.seconds:.0f}")
    print(f"logs and database: {folder}")
    return 1 if outcome.tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
