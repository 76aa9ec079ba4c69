"""A power cut: what the program's own way of committing keeps, and what a quicker one would lose."""

from pathlib import Path

from tests.torture.power import lose

COMMITS = 150
PAGES = 60
"""Pages that the journal holds here: few, so that it is carried over more than once."""


def test_a_power_cut_takes_no_commit_of_the_programs_and_many_of_a_quicker_way(tmp_path: Path) -> None:
    full = lose("FULL", COMMITS, tmp_path / "full", 15, PAGES)
    normal = lose("NORMAL", COMMITS, tmp_path / "normal", 15, PAGES)
    assert set(full.gone) == {0}
    assert full.syncs >= COMMITS
    assert normal.gone[0] == 15, "nothing was carried over yet"
    assert 0 < normal.gone[-1] < COMMITS, "what was carried over is there, what came since is gone"
    assert normal.syncs < COMMITS / 5
