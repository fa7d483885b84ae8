"""A trace with everything in it, and texts that would act on a medium if they were let."""

from __future__ import annotations

from pathlib import Path

from drift.records import Span
from drift.tracing import (
    Addition,
    Cited,
    Conflict,
    Edge,
    Entry,
    Evidence,
    Group,
    Spelling,
    Standing,
    Statement,
    Trace,
)

EVIL = '"><script>alert(1)</script>\x1b[31m.txt'


def rich(*, evil: str = "d.txt") -> Trace:
    a, b, c, d = Path("x/a_wire.txt"), Path("x/b_copy.txt"), Path("x/c_report.txt"), evil
    lone = Path("x/e_other.txt")
    added = "A submarine was towed away before dawn."
    return Trace(
        (a, b, c, d, lone),
        (
            Edge(
                a, b, 0.9, 1.0, 0.93, "shown",
                (Evidence("spelling", 1.2, f"b garbles {evil}"), Evidence("length", -0.4, "a is shorter")),
                (Addition(Span(3, 3 + len(added), added), (Cited(c, "A submarine was towed.", 0.91),)),
                 Addition(Span(50, 50 + len(evil), evil), ())),
            ),
            Edge(b, d, 0.7, 0.8, 0.5, "open"),
        ),
        (Group((a, b, c, d), ("Port Elmsworth", "Henrietta Vandermeer")),),
        (
            Entry("name", 0, (Spelling("Vandermeer", (a, c)), Spelling("Vandermere", (b,))), "Vandermeer", "2 do", 2),
            Entry("quote", 0, (Spelling("not a ship", (a,)), Spelling(evil, (c,))), "", "as many", 2),
            Entry("number", 0, (Spelling("two million", (a,)), Spelling("2m", (c,))), "two million", "one value", 2),
            Entry("date", 0, (Spelling("1948", (c,)),), "1948", "in one document alone", 1),
        ),
        "drift:0|model:none",
        (Statement(0, (Cited(a, "The quay broke.", 0.8), Cited(c, "The old quay is broken.", 0.8))),),
        (Conflict(0, "number", (Cited(a, "Three ships."), Cited(c, "Five ships.")), "a has 3 ships, c has 5 ships."),),
        (
            Standing(a, 0, "independent", None, 3, 1, 0, "3 shared."),
            Standing(b, 0, "rewrite", a, 3, 1, 1, "One report with a."),
            Standing(c, 0, "independent", None, 3, 2, 0, "3 shared."),
            Standing(d, 0, "related", b, 2, 1, 0, "One report with b."),
        ),
    )  # fmt: skip


def many(groups: int) -> Trace:
    """A trace of very many events, each of two documents."""
    names = [(f"{k}_a.txt", f"{k}_b.txt") for k in range(groups)]
    return Trace(
        tuple(name for pair in names for name in pair),
        tuple(Edge(a, b, 0.9, 1.0, 0.9, "shown") for a, b in names),
        tuple(Group(pair) for pair in names),
        (),
    )
