// Findings one by one, each right or a false alarm. Every text is set as text, never as markup.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

function render({ model, el }) {
  const items = model.get("items");
  const progress = make("progress", { max: Math.max(1, items.length) });
  const count = make("output", { class: "dx-count", "aria-live": "polite" });
  const card = make("div", { class: "dx-question", "aria-live": "polite" });

  const say = (answers) => { model.set("answers", answers); model.save_changes(); };
  const button = (name, text, act) => {
    const made = make("button", { type: "button", class: "dx-answer", "data-answer": name }, text);
    made.addEventListener("click", act);
    return made;
  };
  const answer = (accepted) => {
    const answers = model.get("answers");
    if (answers.length < items.length) say([...answers, accepted]);
  };
  const right = button("right", "✓ Right", () => answer(true));
  const wrong = button("wrong", "✗ False alarm", () => answer(false));
  const undo = button("undo", "undo", () => say(model.get("answers").slice(0, -1)));

  function show() {
    const done = model.get("answers").length;
    const item = items[done];
    progress.value = done;
    count.textContent = `${done} of ${items.length} labeled`;
    right.disabled = wrong.disabled = !item;
    undo.disabled = done === 0;
    card.replaceChildren(...(item ? question(item) : [make("p", { class: "dx-verdict" },
      items.length ? "All are labeled." : "No finding is left to label.")]));
  }

  function question(item) {
    return [
      make("p", {}, make("b", {}, `${item.shape} ${item.label}`), make("small", {}, ` ${item.severity}, ${item.sure} sure: ${item.meaning}`)),
      make("p", { class: "dx-verdict", dir: "auto" }, item.message),
      ...item.quotes.map((quote) => make("div", {}, make("h5", {}, quote.side),
        make("p", { dir: quote.direction }, quote.before, make("mark", { class: item.severity }, quote.text), quote.after))),
    ];
  }

  el.classList.add("drift-explore");
  el.replaceChildren(make("div", { class: "dx-controls" }, progress, count), card,
    make("div", { class: "dx-answers" }, right, wrong, undo));
  model.on("change:answers", show);
  show();
}

export default { render };
