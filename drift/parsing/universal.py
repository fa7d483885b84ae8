"""The parser's own labels as universal ones, so that no other room must know whose parser it was.

Relations are those of Universal Dependencies where it has the arc. This parser lets a preposition head its phrase and a
copula its clause, as Surface-Syntactic UD does: so `udep` is a preposition's relation, `comp:obj` that of its noun and
`comp:pred` that of what a copula says of its subject. Features are written as in CoNLL-U.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Labels of ClearNLP's scheme, by which spaCy's English models are trained, as far as they differ.
RELATIONS: Mapping[str, str] = {
    "ROOT": "root",
    "acomp": "comp:pred:adj",
    "agent": "obl:agent",
    "attr": "comp:pred",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "neg": "advmod:neg",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "comp:pred:obj",
    "pcomp": "comp:clause",
    "pobj": "comp:obj",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "udep",
    "prt": "compound:prt",
    "quantmod": "advmod:quant",
    "relcl": "acl:relcl",
}

_ASKING = "PronType=Int,Rel"

#: What tags of the Penn Treebank say beyond the part of speech; a modal is not called finite, so that `VerbForm=Fin`
#: tells verbs that state something themselves.
FEATURES: Mapping[str, str] = {
    "''": "PunctSide=Fin|PunctType=Quot",
    "CD": "NumType=Card",
    "DT": "PronType=Art,Dem,Ind",
    "EX": "PronType=Exs",
    "JJ": "Degree=Pos",
    "JJR": "Degree=Cmp",
    "JJS": "Degree=Sup",
    "MD": "VerbType=Mod",
    "NN": "Number=Sing",
    "NNP": "Number=Sing",
    "NNPS": "Number=Plur",
    "NNS": "Number=Plur",
    "PRP": "PronType=Prs",
    "PRP$": "Poss=Yes|PronType=Prs",
    "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
    "VB": "VerbForm=Inf",
    "VBD": "Tense=Past|VerbForm=Fin",
    "VBG": "VerbForm=Ger",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBP": "Tense=Pres|VerbForm=Fin",
    "VBZ": "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "WDT": _ASKING,
    "WP": _ASKING,
    "WP$": f"Poss=Yes|{_ASKING}",
    "``": "PunctSide=Ini|PunctType=Quot",
}
