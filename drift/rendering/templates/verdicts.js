// What the reader says of each finding, and the file that `drift report --verdicts` reads back.
const verdicts = (() => {
  const count = document.getElementById("judged");
  const judged = () => Array.from(document.querySelectorAll("[data-verdict]"));
  let unsaved = false;

  const tell = () => {
    const given = Array.from(document.querySelectorAll(".card[data-verdict]"), (card) => card.dataset.verdict);
    const of = (verdict) => given.filter((other) => other === verdict).length;
    count.textContent = given.length ? `${of("accepted")} accepted, ${of("rejected")} rejected${unsaved ? ", not saved yet" : ""}` : "No verdicts yet";
  };
  const show = (card) => {
    for (const button of card.querySelectorAll("button[data-says]")) {
      button.setAttribute("aria-pressed", String(button.dataset.says === card.dataset.verdict));
    }
    card.querySelector(".status").textContent = [card.dataset.verdict, card.dataset.known === "known" ? "known" : ""].filter(Boolean).join(", ");
  };
  // The same verdict twice is none.
  const say = (card, verdict) => {
    if (card.dataset.verdict === verdict) {
      delete card.dataset.verdict;
    } else {
      card.dataset.verdict = verdict;
    }
    unsaved = true;
    show(card);
    tell();
  };
  // The texts that a verdict was given on: a card's are the page's.
  const pair = (item) => {
    const { original = null, rewrite } = (item.matches(".card") ? document.body : item).dataset;
    return rewrite ? { pair: { original, rewrite } } : {};
  };
  const file = () => JSON.stringify({
    schema: "drift-verdicts/1.1",
    verdicts: judged().map((item) => ({
      verdict: item.dataset.verdict,
      kind: item.dataset.kind,
      original: copying.words(item, "original"),
      rewrite: copying.words(item, "rewrite"),
      occurrence: Number(item.dataset.occurrence || 1),
      confidence: Number(item.dataset.confidence),
      ...pair(item),
    })),
  }, null, 1) + "\n";
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file()], { type: "application/json" }));
    link.download = "verdicts.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    unsaved = false;
    tell();
  };
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) {
      event.preventDefault();
    }
  });
  return { say, save, show, tell };
})();
