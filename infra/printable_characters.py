"""Makes the table of the characters that our fonts print anew: `python -m infra.printable_characters`.

They are those of all fonts that documents are set in, since Typst takes each character from the first font that has it.
Run it whenever a package of fonts is added, removed or updated.
"""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTCollection, TTFont

from shared.documents.printing import font_folders

TABLE: Final = Path(__file__).parents[1] / "shared" / "domain" / "printable_characters.py"
_WIDTH: Final = 100

_HEAD: Final = '''"""The characters that our documents' fonts have: so many lack, so many do not, and so on.

Made by `python -m infra.printable_characters` from the fonts; do not edit.
"""

from typing import Final

RUNS: Final = """
'''


def printable() -> set[int]:
    """Return the code points that at least one of our fonts has."""
    points: set[int] = set()
    for path in sorted(each for folder in font_folders() for each in folder.iterdir()):
        if path.suffix == ".ttc":
            with TTCollection(path, lazy=True) as collection:
                points.update(*(font.getBestCmap() for font in collection.fonts))
        elif path.suffix in {".ttf", ".otf"}:
            with TTFont(path, lazy=True) as font:
                points.update(font.getBestCmap())
    return points


def runs(points: Iterable[int]) -> list[int]:
    """Return, from U+0000, how many code points are not in `points`, how many of the following are, and so on."""
    ordered = sorted(points)
    edges = [0, ordered[0]]
    for before, point in pairwise(ordered):
        if point != before + 1:
            edges += [before + 1, point]
    edges.append(ordered[-1] + 1)
    return [end - start for start, end in pairwise(edges)]


def module() -> str:
    """Return the source of shared/domain/printable_characters.py."""
    lines, line = [], ""
    for length in map(str, runs(printable())):
        if len(line) + len(length) >= _WIDTH:
            lines.append(line)
            line = ""
        line += f" {length}" if line else length
    return _HEAD + "\n".join([*lines, line]) + '\n"""\n'


def main() -> None:
    """Write the table."""
    TABLE.write_text(module(), encoding="utf-8")
    print(f"Wrote {TABLE}.")


if __name__ == "__main__":
    main()
