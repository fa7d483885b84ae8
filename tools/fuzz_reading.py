"""Coverage-guided fuzzing of the reading room: `python tools/fuzz_reading.py CORPUS -max_total_time=600`.

Needs atheris (`pip install atheris`), which the project does not depend on. What it finds becomes an example of the
tests.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["drift.reading"]):
    from drift.reading import ReadError, apply, read


def one(data: bytes) -> None:
    """Bytes are refused in one line, or read with exact offsets."""
    try:
        document = read(data)
    except ReadError as error:
        if len(str(error).splitlines()) != 1:
            raise AssertionError(str(error)) from error
        return
    if apply(document.raw, document.repairs) != document.clean:
        raise AssertionError(document.raw)
    at = 0
    for sentence in document.sentences:
        span = sentence.span
        whole = document.clean[sentence.start : sentence.end] == sentence.text
        if sentence.start < at or not whole or document.raw[span.start : span.end] != span.text:
            raise AssertionError(sentence)
        at = sentence.end


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
