"""Hand-built comparisons: words are split at spaces, tagged from a table, matched by equal form."""

from __future__ import annotations

from drift.records import Alignment, Bead, Comparison, Document, Fact, Side, Token, WordMatch

TAGS = {
    "not": ("PART", "", "advmod:neg"),
    "he": ("PRON", "PronType=Prs", "nsubj"),
    "paid": ("VERB", "Tense=Past|VerbForm=Fin", "root"),
    ".": ("PUNCT", ".", "punct"),
}


def side(
    sentences: list[str], other: list[str], partners: dict[int, tuple[int, ...]], *, furniture: tuple[int, ...] = ()
) -> Side:
    document = Document.from_sentences(sentences)
    if furniture:
        from dataclasses import replace

        own = tuple(replace(s, kind="furniture") if s.index in furniture else s for s in document.sentences)
        document = replace(document, sentences=own)
    everywhere = {word.lower() for text in other for word in text.split()}
    rows, words, facts = [], [], []
    for sentence in document.sentences:
        start, tokens, matches = sentence.start, [], []
        here = {w.lower(): (k, t) for k in partners.get(sentence.index, ()) for t, w in enumerate(other[k].split())}
        for word in sentence.text.split():
            start = document.clean.index(word, start)
            pos, tag, dep = TAGS.get(word.lower(), ("NOUN", "Number=Sing", "dep"))
            tokens.append(Token(start, start + len(word), word, word.lower(), pos, tag, dep, 0))
            missing = 0.0 if word.lower() in here else 1.0
            elsewhere = 0.0 if word.lower() in everywhere else missing
            matches.append(WordMatch(missing, elsewhere, *here.get(word.lower(), (-1, -1)), similarity=1 - missing))
            if word[0].isupper():
                facts.append(Fact("name", word, sentence.index, start, start + len(word), word))
            start += len(word)
        rows.append(tuple(tokens))
        words.append(tuple(matches))
    return Side(document, tuple(rows), tuple(facts), tuple(words))


def comparison(
    a: list[str], b: list[str], beads: list[tuple[tuple[int, ...], tuple[int, ...]]], *, furniture: tuple[int, ...] = ()
) -> Comparison:
    left = {i: columns for rows, columns in beads for i in rows}
    right = {j: rows for rows, columns in beads for j in columns}
    made = []
    for rows, columns in beads:
        kind = (
            "omitted"
            if not columns
            else "added"
            if not rows
            else "paraphrase"
            if len(rows) == len(columns) == 1
            else "merged"
            if len(rows) > 1
            else "split"
        )
        made.append(Bead(rows, columns, kind, 0.9 if rows and columns else 0.0, 0.0))
    return Comparison(side(a, b, left), side(b, a, right, furniture=furniture), Alignment(tuple(made)))
