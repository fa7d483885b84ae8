from __future__ import annotations

import dataclasses
import json
import math
import os
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drift.bench import GROUPS, SUITES, DataError, expand, run
from drift.bench.edited import edited
from drift.bench.files import table_rows
from drift.bench.sources import HELD_BACK, held_back
from drift.reading import WordlessError
from drift.records import Finding, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import CountingAnalyzer

    from drift.bench import Result

    Put = Callable[..., Path]


def one(name: str, data: Path, analyzer: CountingAnalyzer, **options: int) -> Result:
    (result,) = run([name], data=data, analyzer=analyzer, **options)
    return result


def test_groups_expand_to_known_suites() -> None:
    assert set(GROUPS["all"]) == set(SUITES)
    assert expand(["align", "aesop"]) == ("argrewrite", "aesop", "roundtrip-align")
    assert all(name in SUITES for members in GROUPS.values() for name in members)
    assert not set(GROUPS) & set(SUITES)


def test_an_unknown_suite_names_the_known_ones(tmp_path: Path, analyzer: CountingAnalyzer) -> None:
    with pytest.raises(ValueError, match="unknown suite 'nli'; suites: argrewrite"):
        run(["menli", "nli"], data=tmp_path, analyzer=analyzer)
    assert analyzer.asked == []


@pytest.mark.parametrize("name", list(SUITES))
def test_missing_data_is_one_clear_line(name: str, tmp_path: Path, analyzer: CountingAnalyzer) -> None:
    with pytest.raises(DataError, match="no folder"):
        run([name], data=tmp_path, analyzer=analyzer)


def test_menli_averages_over_errors_and_counts_ties_as_wrong(put: Put, analyzer: CountingAnalyzer) -> None:
    rows = [
        {"error": "num", "ref": "a b", "hyp_para": "b a", "hyp_adv": "a wrong"},
        {"error": "num", "ref": "c d", "hyp_para": "d c", "hyp_adv": "c tie"},
        {"error": "typo", "ref": "e f", "hyp_para": "e f", "hyp_adv": "e ff"},
    ]
    data = put("menli_adv/test_xpaws_de.jsonl", rows)
    result = one("menli", data, analyzer)
    assert result.value("drift", "accuracy", "num") == 0.5
    assert result.value("drift", "accuracy", "all") == 0.75
    assert result.value("drift", "accuracy", "fact") == 0.5
    assert result.value("similarity", "accuracy", "all") == 0.0
    assert any(f.system == "NLI-D" and f.value == 0.861 and "xpaws-de" in f.source for f in result.figures)
    assert result.files == ("test_xpaws_de.jsonl",)
    with pytest.raises(KeyError):
        result.value("NLI-D", "accuracy", "all")  # published, not measured


def test_menli_scores_the_fixed_columns_where_there_are_any(put: Put, analyzer: CountingAnalyzer) -> None:
    row = {"error": "num", "ref": "a", "hyp_para": "b", "hyp_adv": "b", "hyp_para_fixed": "a", "hyp_adv_fixed": "wrong"}
    result = one("menli", put("menli_adv/test_wmt20_de.jsonl", [row]), analyzer)
    assert (result.value("drift", "accuracy", "all"), result.value("drift", "accuracy (fixed)", "all")) == (0.0, 1.0)


def test_demetr_leaves_sanity_rows_out_and_scales_sensitivity(put: Put, analyzer: CountingAnalyzer) -> None:
    base = {"ref": "r", "mt": "r", "pert": ".", "severity": "base", "pert_name": "base_empty"}
    rows = [
        base,
        {"ref": "r", "mt": "r", "pert": "wrong", "severity": "critical", "pert_name": "critical_a"},
        {"ref": "r", "mt": "m", "pert": "p", "severity": "minor", "pert_name": "minor_b"},
    ]
    result = one("demetr", put("demetr/test_wmt.jsonl", rows), analyzer)
    assert result.items == 2
    assert result.value("drift", "accuracy") == 0.5
    assert result.value("drift", "accuracy", "critical") == 1.0
    # [S(mt) - S(pert)] / [S(mt) - S('.')] = (1 - 0) / (1 - 0.75); the other item scores no better than "."
    assert result.value("drift", "sensitivity") == pytest.approx(4.0)
    assert len(set(analyzer.asked)) == len(analyzer.asked)  # no pair is scored twice


def test_bump_is_about_the_article_and_the_summary(put: Put, analyzer: CountingAnalyzer) -> None:
    rows = [
        {"article": "A", "reference_summary": "ok", "edited_summary": "wrong", "error_type": "Intrinsic Entity Error"},
        {"article": "B", "reference_summary": "fine", "edited_summary": "bad", "error_type": "Other",
         "corrected_error_type": "Coreference Error"},
    ]  # fmt: skip
    result = one("bump", put("bump/task1.jsonl", rows), analyzer)
    assert result.value("unsupported", "consistency") == 0.5
    assert result.value("unsupported", "consistency", "Coreference Error") == 0.0
    assert result.value("unsupported", "AUC") == 0.75
    published = {(f.system, f.metric, f.group): f.value for f in result.figures if "BUMP" in f.source}
    assert published["QAFactEval", "AUC", ""] == 0.715
    assert published["BARTScore", "consistency", "Intrinsic Entity Error"] == 0.93


def test_wmt_averages_language_pairs(put: Put, analyzer: CountingAnalyzer) -> None:
    lines = ["year\tlp\tsystem\tseg_id\treference\thypothesis\tda_z"]
    for lp, sign in (("de-en", 1), ("fi-en", -1)):
        lines += [f"wmt17\t{lp}\ts\t1\tx\tx\t{sign}", f"wmt17\t{lp}\ts\t2\tx\twrong\t{-sign}"]
    result = one("wmt", put("wmt15-17_da/test_wmt17.tsv", "\n".join(lines) + "\n"), analyzer)
    assert result.value("quality", "Pearson", "wmt17 de-en") == pytest.approx(1.0)
    assert result.value("drift", "Pearson", "wmt17 fi-en") == pytest.approx(-1.0)
    assert result.value("quality", "mean Pearson") == pytest.approx(0.0)


def test_mqm_detects_omissions_and_averages_documents(put: Put, analyzer: CountingAnalyzer) -> None:
    error = {"rater": "r", "category": "Accuracy/Omission", "severity": "Major"}
    rows = [
        {"doc": "d1", "system": "s", "ref": "x", "hyp": "x short", "mqm": -5.0, "errors": [error]},
        {"doc": "d1", "system": "s", "ref": "x", "hyp": "x", "mqm": 0.0, "errors": []},
        {"doc": "d2", "system": "s", "ref": "x", "hyp": "wrong", "mqm": -25.0, "errors": [{"category": "Fluency"}]},
    ]
    result = one("mqm", put("wmt23_mqm_zhen/test.jsonl", rows), analyzer)
    assert result.value("omitted", "omission AUC") == 1.0
    assert result.value("quality", "document Pearson") == pytest.approx(1.0)
    assert 0.9 < result.value("quality", "segment Pearson") < 1.0


def test_summedits_tunes_on_evaluation_and_reports_on_test(put: Put, analyzer: CountingAnalyzer) -> None:
    def row(summary: str, label: int, split: str) -> dict[str, object]:
        return {"doc": "d", "summary": summary, "label": label, "split": split}

    rows = [row("ok", 1, "evaluation"), row("wrong", 0, "evaluation"), row("fine", 1, "test"), row("bad", 0, "test")]
    result = one("summedits", put("summedits/summedits_news.jsonl", rows), analyzer)
    assert result.value("unsupported", "balanced accuracy", "news") == 0.5
    put("summedits/summedits_news.jsonl", rows[:2])
    alone = one("summedits", put("summedits/summedits_news.jsonl", rows[:2]), analyzer)
    assert alone.value("unsupported", "balanced accuracy (threshold tuned on the same rows)", "news") == 1.0
    with pytest.raises(KeyError):
        alone.value("unsupported", "balanced accuracy", "news")


def test_qags_correlates_with_the_majority(put: Put, analyzer: CountingAnalyzer) -> None:
    def row(text: str, votes: list[str]) -> dict[str, object]:
        return {
            "article": "a",
            "summary_sentences": [{"sentence": text, "responses": [{"response": v} for v in votes]}],
        }

    rows = [row("fine", ["yes", "yes", "no"]), row("wrong", ["no", "no", "yes"])]
    put("qags/cnndm.jsonl", rows)
    data = put("qags/xsum.jsonl", rows[::-1])
    result = one("qags", data, analyzer)
    assert result.value("unsupported", "Pearson", "xsum") == pytest.approx(1.0)


STSB = "sentence1\tsentence2\tscore\na\ta\t5\na\tb\t3\na\twrong\t0\n"
SICK = (
    "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n"
    "1\ta\ta\t5\tENTAILMENT\n2\ta\twrong\t1\tNEUTRAL\n3\ta\tb\t3\tCONTRADICTION\n"
)
MSRP = "\ufeffQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t1\t2\ta\tb\n0\t1\t2\ta\twrong\n1\t1\t2\ta\twrong too\n"


@pytest.mark.parametrize(
    ("name", "path", "text", "system", "metric", "value"),
    [
        ("stsb", "stsb/test.tsv", STSB, "drift", "Spearman", 1),
        ("sick", "sick2014/SICK_test.txt", SICK,
         "unsupported", "accuracy (entailment or not)", 2 / 3),
        ("msrp", "msrp/msr-para-test.tsv", MSRP, "drift", "F1", 2 / 3),
    ],
)  # fmt: skip
def test_graded_pairs(
    put: Put, analyzer: CountingAnalyzer, name: str, path: str, text: str, system: str, metric: str, value: float
) -> None:
    assert one(name, put(path, text), analyzer).value(system, metric) == pytest.approx(value)


def test_the_held_back_file_is_preferred(put: Put, analyzer: CountingAnalyzer) -> None:
    header = "sentence1\tsentence2\tscore\n"
    put("stsb/train.tsv", header + "a\ta\t1\n")
    put("stsb/dev.tsv", header + "a\ta\t1\n")
    data = put("stsb/test.tsv", header + "a\tb\t1\nb\tb\t2\n")
    assert one("stsb", data, analyzer).files == ("test.tsv",)


def test_alignment_counts_links_and_sentences_without_one(put: Put, analyzer: CountingAnalyzer) -> None:
    def sentence(i: int, text: str) -> dict[str, object]:
        return {"i": i, "text": text}

    row = {
        "old": [sentence(1, "kept"), sentence(2, "gone"), sentence(4, "changed")],
        "new": [sentence(1, "kept"), sentence(2, "altered"), sentence(3, "new")],
        "gold_pairs": [[1, 1], [4, 2]],
    }
    result = one("argrewrite", put("argrewrite_v2/test.jsonl", [row]), analyzer)
    assert result.value("drift", "links precision") == 1.0
    assert result.value("drift", "links recall") == 0.5
    assert result.value("drift", "deleted F1") == pytest.approx(2 / 3)
    assert result.value("drift", "added F1") == pytest.approx(2 / 3)


def test_aesop_ignores_null_links_and_shows_the_stored_peer(put: Put, analyzer: CountingAnalyzer) -> None:
    row = {"sents_a": ["x", "y"], "sents_b": ["x", "z"], "gold": [[0, 0], [1, -1]], "chatgpt35": [[0, 1]]}
    result = one("aesop", put("gnat_aesop/test.jsonl", [row]), analyzer)
    assert result.value("drift", "links F1") == 1.0
    assert [f.value for f in result.figures if f.system == "ChatGPT-3.5"] == [0.0]


def test_roundtrip_takes_sentences_from_offsets(put: Put, analyzer: CountingAnalyzer) -> None:
    row = {"original": "One. Two.", "rewrite": "Two. Three.", "original_sentences": [[0, 4], [5, 9]],
           "rewrite_sentences": [[0, 4], [5, 11]], "links": [[[0], []], [[1], [0]], [[], [1]]]}  # fmt: skip
    result = one("roundtrip-align", put("roundtrip/planted.jsonl", [row]), analyzer)
    assert result.value("drift", "links F1") == 1.0
    assert result.value("drift", "dropped F1") == 1.0
    assert result.value("drift", "added F1") == 1.0


def finding(kind: str, start: int, end: int, *, severity: Severity = Severity.major) -> Finding:
    return Finding(kind, "Accuracy/Mistranslation", severity, None, Span(start, end, "x" * (end - start)), 0.9, "m")


def test_roundtrip_recall_needs_an_accepted_kind_that_overlaps(put: Put, analyzer: CountingAnalyzer) -> None:
    def edit(kind: str, start: int, end: int) -> dict[str, object]:
        return {"type": kind, "original_span": None, "rewrite_span": [start, end]}

    rows = [{"original": "planted", "rewrite": "r", "edits": [
        edit("number", 0, 5), edit("number", 50, 55), edit("name", 10, 15), edit("merge", 0, 5)]}]  # fmt: skip
    put("roundtrip/planted.jsonl", rows)
    control = [{"original": "control", "rewrite": "r", "rewrite_sentences": [[0, 1], [2, 3]]}]
    data = put("roundtrip/control.jsonl", control)
    minor = finding("number", 0, 5, severity=Severity.minor)
    analyzer.findings = lambda a, _: (
        (finding("date", 4, 8), finding("number", 10, 12)) if a == "planted" else (finding("name", 0, 1), minor)
    )
    result = one("roundtrip", data, analyzer)
    assert result.value("findings", "recall", "number") == 0.5
    assert result.value("findings", "recall", "name") == 0.0
    assert result.value("findings", "macro recall") == 0.25
    assert result.value("findings", "major or critical per 100 control sentences") == 50.0


def test_an_edited_passage_stands_beside_itself_without_the_edit(put: Put, analyzer: CountingAnalyzer) -> None:
    place = {"original_sentences": [[0, 9]], "links": [[[0], [0]]]}
    row = {"id": "a", "original": "two words", **place}
    edit = {"type": "number", "original_span": [0, 3], "rewrite_span": [0, 5]}
    planted = {**row, "rewrite": "seven others", "rewrite_sentences": [[0, 12]], "edits": [edit]}
    put("roundtrip/planted.jsonl", [planted])
    data = put("roundtrip/control.jsonl", [{**row, "rewrite": "two words", "rewrite_sentences": [[0, 9]]}])
    result = one("roundtrip-drift", data, analyzer)
    assert result.items == 2
    assert result.value("drift", "accuracy") == 1.0
    assert result.value("drift", "AUC") == 1.0


def test_coverage_is_held_against_the_planted_share(put: Put, analyzer: CountingAnalyzer) -> None:
    text = "volcano glacier orchid walrus"
    edits = {
        "1": (text, []),
        "2": ("volcano glacier", [{"type": "drop_clause", "original_text": "orchid walrus", "rewrite_text": ""}]),
        "3": ("glacier orchid walrus", [{"type": "drop_sentence", "original_text": "volcano", "rewrite_text": ""}]),
    }
    rows = [{"id": k, "original": text, "rewrite": b, "edits": e} for k, (b, e) in edits.items()]
    put("roundtrip/planted.jsonl", rows)
    data = put("roundtrip/control.jsonl", [{"id": k, "original": text, "rewrite": text} for k in edits])
    result = one("roundtrip-coverage", data, analyzer)
    assert result.value("coverage", "Pearson with the planted share") > 0.99
    assert result.value("coverage", "mean absolute error") < 0.03
    assert result.value("support", "mean absolute error") == 0
    assert result.value("coverage", "mean loss without edits") == 0


def test_cut_stretches_count_where_the_uncut_pair_lacks_nothing(put: Put, analyzer: CountingAnalyzer) -> None:
    whole = "The minister, who resigned over bribery, returned."
    cut = "The minister returned."
    other = "Walruses sleep, harpooned beneath glaciers, quietly."
    rows = [("A", whole), ("flagged", other)]
    data = put("human_human_pairs/dev.tsv", "human_A\thuman_B\n" + "".join(f"{a}\t{b}\n" for a, b in rows))
    asked: list[tuple[str, str]] = []

    def findings(a: str, b: str) -> tuple[object, ...]:
        asked.append((a, b))
        kind = {("A", cut): "omission.clause", ("flagged", other): "omission.clause"}.get((a, b))
        return () if kind is None else (finding(kind, 0, 1),)

    analyzer.findings = findings
    result = one("clauses", data, analyzer)
    assert result.value("findings", "omission: cut stretches found") == 1.0
    assert result.value("findings", "omission: uncut pairs flagged") == 0.5
    assert result.value("findings", "addition: cut stretches found") == 0.0
    assert result.value("findings", "addition: uncut pairs flagged") == 0.0
    assert ("flagged", "Walruses sleep quietly.") not in asked
    assert (cut, "A") in asked


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("Ten died in Rome.", "Nine died in Rome.", ["Nine"]),
        ("Ten died in Rome.", "Ten died in old Rome.", ["old"]),
        ("He did not resign.", "He did resign.", ["did resign"]),
        ("Ten died in Rome.", "Ten died in Rome.", []),
        ("Ten died.", "Ten died at once in Rome.", ["at once in Rome"]),
    ],
)
def test_edited_words(before: str, after: str, words: list[str]) -> None:
    assert [after[start:end] for start, end in edited(before, after)] == words


def test_findings_fall_on_edited_words_or_not(put: Put, analyzer: CountingAnalyzer) -> None:
    right = "Ten died in Rome."
    rows = [
        {"doc": "hit", "summary": "Nine died in Rome.", "label": 0},
        {"doc": "whole", "summary": "Nine died in Rome.", "label": 0},
        {"doc": "right", "summary": right, "label": 1},
    ]
    fixed = {"original_summary": right, "split": "evaluation"}
    data = put("summedits/summedits_news.jsonl", [{**row, **fixed} for row in rows])

    def place(kind: str, start: int, end: int) -> Finding:
        return dataclasses.replace(finding(kind, 0, 1), original=None, rewrite=Span(start, end, "x" * (end - start)))

    analyzer.findings = lambda a, _: {
        "hit": (place("number", 0, 4), place("name", 13, 17)),
        "whole": (place("addition.sentence", 0, 18),),
        "right": (),
    }[a]
    result = one("summedits-spans", data, analyzer)
    assert result.value("findings", "wrong spans with a finding") == 1.0
    assert result.value("findings", "wrong spans with a finding closer than a sentence") == 0.5
    precise = "wrong summaries: findings closer than a sentence that fall on a wrong span"
    assert result.value("findings", precise) == 0.5
    assert result.value("findings", "right summaries with a finding closer than a sentence") == 0.0


def test_marked_spans_of_aggrefact(put: Put, analyzer: CountingAnalyzer) -> None:
    rows = [
        {"doc": "d", "summ": "Nine died in Rome on Friday.", "annotated_span": "[['nine', 'in…friday']]"},
        {"doc": "d", "summ": "Ten died.", "annotated_span": ""},
    ]
    put("aggrefact_spans/CLIFF.jsonl", rows)
    data = put("aggrefact_spans/Goyal21.jsonl", rows)
    result = one("aggrefact-spans", data, analyzer)
    counts = {figure.metric: figure.count for figure in result.figures if figure.group == "CLIFF"}
    assert counts["wrong spans with a finding"] == 3
    assert counts["right summaries with a finding closer than a sentence"] == 1


def test_false_alarms_on_human_translations(put: Put, analyzer: CountingAnalyzer) -> None:
    text = "set\tseg_id\thuman_A\thuman_B\tmqm_A\tmqm_B\ns\t1\ta\tb\t0\t0\ns\t2\ta\tc\t-5\t0\n"
    data = put("human_human_pairs/test.tsv", text)
    analyzer.findings = lambda _, b: (finding("name", 0, 1),) if b == "c" else ()
    result = one("human", data, analyzer)
    assert result.value("findings", "name false alarms") == 0.5
    assert result.value("findings", "name false alarms", "both MQM 0") == 0.0
    assert result.value("findings", "number false alarms") == 0.0


def test_a_suite_shows_what_its_data_set_gave_where_nothing_was_learned_from_it(
    put: Put, analyzer: CountingAnalyzer
) -> None:
    assert set(HELD_BACK) <= set(SUITES)
    for suite in HELD_BACK:
        figures = list(held_back(suite))
        assert figures, suite
        assert all(figure.source.startswith("model card, ") and figure.count > 0 for figure in figures)
        assert any("in-domain" in figure.source for figure in figures)
        assert any("unseen" in figure.source for figure in figures)
    assert list(held_back("aesop")) == []
    assert list(held_back("msrp")) == []  # whose licence permits no training


def test_published_figures_are_complete() -> None:
    rows = table_rows([Path(str(resources("drift.bench").joinpath("published.tsv")))], ())
    assert {row["suite"] for row in rows} <= set(SUITES)
    assert all(0.0 <= float(row["value"]) <= 1.0 for row in rows)
    assert all(row["system"] and row["metric"] and row["source"] for row in rows)


def test_a_pair_without_words_has_no_flags(put: Put, analyzer: CountingAnalyzer) -> None:
    def refuse(_: str, b: str) -> tuple[object, ...]:
        if b == "...":
            message = "no words"
            raise WordlessError(message)
        return (finding("number", 0, 1),)

    analyzer.findings = refuse
    result = one("human", put("human_human_pairs/dev.tsv", "human_A\thuman_B\na\t...\na\tb\n"), analyzer)
    assert result.value("findings", "number false alarms") == 0.5


def test_cannot_counts_pairs_flagged_as_negated(put: Put, analyzer: CountingAnalyzer) -> None:
    put("cannot/pairs.tsv", "sentence\tnegated\na\tnot a\nb\tb wrong\n")
    data = put("cannot/sem_anto_neg.tsv", "premise\thypothesis\tlabel\nc\tnot c\t1\nd\te\t0\n")
    analyzer.findings = lambda _, b: (finding("negation", 0, 1),) if b.startswith("not") else ()
    result = one("cannot", data, analyzer)
    assert result.value("findings", "negated: share flagged") == pytest.approx(2 / 3)
    assert result.value("findings", "not negated: share flagged") == 0.0
    assert result.value("drift", "negated: share at 0.5 or above", "pairs") == 0.5


def test_words_are_pooled_without_ignored_tokens(put: Put, analyzer: CountingAnalyzer) -> None:
    rows = [{"text_a": "a b c", "text_b": "a b d", "labels_a": [0, -1, 1], "labels_b": [0, 0, 1]}]
    assert one("ists", put("rsd_ists/test.jsonl", rows), analyzer).value("words", "Spearman") == pytest.approx(1.0)
    rows[0]["labels_b"] = [0, 0]
    with pytest.raises(DataError, match="2 labels for 3 tokens"):
        one("ists", put("rsd_ists/test.jsonl", rows), analyzer)


def test_words_by_subset(put: Put, analyzer: CountingAnalyzer) -> None:
    rows = [{"text_a": "a c", "text_b": "a d", "labels_a": labels, "labels_b": labels, "subset": name}
            for name, labels in (("x", [0, 1]), ("y", [1, 0]))]  # fmt: skip
    result = one("ists", put("rsd_ists/test.jsonl", rows), analyzer)
    assert result.value("words", "mean Spearman") == pytest.approx(0.0)


def test_unaligned_tokens_of_mtref(put: Put, analyzer: CountingAnalyzer) -> None:
    line = "0:0\ta b\tN/A\ta c\tN/A\t1\t1\t0-0\t \n"
    assert one("mtref", put("multimwa/mtref-test.tsv", line), analyzer).value("words", "unaligned AUC") == 1.0


@pytest.mark.parametrize(
    ("sure", "possible", "precision", "recall", "of_sure"),
    [("0-0 1-1", "", 1.0, 1.0, 1.0), ("0-0", "1-1", 1.0, 1.0, 2 / 3), ("0-0 1-1 0-1 1-0", "", 1.0, 0.5, 2 / 3)],
)
def test_links_of_mtref(
    put: Put, analyzer: CountingAnalyzer, sure: str, possible: str, precision: float, recall: float, of_sure: float
) -> None:
    line = f"0:0\ta b\tN/A\ta b\tN/A\t1\t1\t{sure}\t{possible}\n"  # the two words link straight across
    result = one("mtref", put("multimwa/mtref-test.tsv", line), analyzer)
    assert result.value("links", "precision") == precision
    assert result.value("links", "recall") == recall
    assert result.value("links", "F1") == pytest.approx(2 * precision * recall / (precision + recall))
    assert result.value("links", "F1", "sure") == pytest.approx(of_sure)


def test_limits_sample_by_seed_and_results_are_json(put: Put, analyzer: CountingAnalyzer) -> None:
    # Two thirds of the errors are found, so that what is found depends on which rows are drawn.
    rows = [{"error": "num", "ref": "a", "hyp_para": f"b {k}", "hyp_adv": "wrong" if k % 3 else "c"} for k in range(60)]
    data = put("menli_adv/test.jsonl", rows)
    first, again, other = (one("menli", data, analyzer, limit=11, seed=seed) for seed in (1, 1, 4))
    assert first == again
    assert first.figures != other.figures
    assert (first.items, first.limit, first.seed) == (11, 11, 1)
    assert json.loads(json.dumps(first.to_dict()))["suite"] == "menli"


@pytest.mark.skipif("DRIFT_BENCH_DATA" not in os.environ, reason="DRIFT_BENCH_DATA names no data folder")
@pytest.mark.parametrize("name", list(SUITES))
def test_every_suite_reads_the_real_data(name: str, analyzer: CountingAnalyzer) -> None:
    result = one(name, Path(os.environ["DRIFT_BENCH_DATA"]), analyzer, limit=12)
    assert 0 < result.items <= 12
    assert any(not math.isnan(figure.value) for figure in result.figures)
