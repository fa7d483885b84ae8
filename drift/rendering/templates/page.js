(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const tools = document.getElementById("tools");
  const kind = document.getElementById("kind");
  const status = document.getElementById("status");
  const search = document.getElementById("search");
  const keys = document.getElementById("keys");
  const shown = document.getElementById("shown");
  const boxes = all("input[name=severity]", tools);
  const cards = all(".group .card");
  const byNumber = new Map(cards.map((card) => [card.id.slice(1), card]));
  const groups = all(".group");

  // Filters and search. The page is complete without them, so they appear only now. A long page has thousands of
  // cards and marks: only what changes is touched, and what nobody has asked for yet is not looked up.
  const once = (make) => {
    let made;
    return () => made ??= make();
  };
  const said = "h4, .category, code, .message, .quotes";
  const texts = once(() => new Map(cards.map((card) => [
    card, Array.from(card.querySelectorAll(said), (part) => part.textContent).join(" ").toLowerCase(),
  ])));
  const places = once(() => {
    const found = new Map();
    for (const mark of all("[data-findings]")) {
      for (const number of mark.dataset.findings.split(" ")) {
        found.set(number, [...found.get(number) || [], mark]);
      }
    }
    return found;
  });
  const isIn = (card) => !status.value || status.value === (card.dataset.verdict || "undecided") || status.value === card.dataset.known;
  const apply = () => {
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = search.value.trim().toLowerCase();
    const touched = new Set();
    const filled = new Set();
    let count = 0;
    for (const card of cards) {
      const { severity, kind: own } = card.dataset;
      const visible = severities.has(severity) && (!kind.value || own === kind.value)
        && isIn(card) && (!wanted || texts().get(card).includes(wanted));
      if (visible) {
        count += 1;
        filled.add(severity);
      }
      if (card.hidden === visible) {
        card.hidden = !visible;
        for (const mark of places().get(card.id.slice(1)) || []) {
          touched.add(mark);
        }
      }
    }
    for (const group of groups) {
      group.hidden = !filled.has(group.dataset.severity);
    }
    for (const mark of touched) {
      mark.classList.toggle("off", mark.dataset.findings.split(" ").every((number) => byNumber.get(number).hidden));
    }
    shown.textContent = count === cards.length ? count === 1 ? "1 finding" : `All ${count} findings` : `${count} of ${cards.length} findings`;
  };
  // A link to a finding that the filters hide brings it back.
  const target = () => location.hash.startsWith("#f") ? byNumber.get(location.hash.slice(2)) : undefined;
  const reveal = () => {
    const card = target();
    if (card && card.hidden) {
      for (const box of boxes) {
        box.checked = true;
      }
      for (const field of [kind, status, search]) {
        field.value = "";
      }
      apply();
      card.scrollIntoView({ block: "center" });
    }
  };
  window.addEventListener("hashchange", reveal);

  // What can be done with a finding.
  const say = (card, verdict) => {
    verdicts.say(card, verdict);
    if (status.value) {
      apply();
    }
  };
  const copy = async (card) => {
    await copying.copy(copying.text(card));
    shown.textContent = `Finding ${card.id.slice(1)} was copied`;
  };
  const row = document.createElement("p");
  row.className = "acts";
  for (const [name, says] of [["Accept", "accepted"], ["Reject", "rejected"], ["Copy", ""]]) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = name;
    if (says) {
      made.dataset.says = says;
    }
    row.append(made);
  }
  const equip = (card) => {
    const own = row.cloneNode(true);
    for (const made of own.children) {
      made.setAttribute("aria-label", `${made.textContent} finding ${card.id.slice(1)}`);
    }
    card.querySelector("header").append(own);
    if (card.dataset.verdict) {
      verdicts.show(card);
    }
  };
  const judgeable = all(".card");
  if (judgeable.length > 0) {
    tools.hidden = false;
    setTimeout(() => places() && texts(), 300);  // while the reader reads
    judgeable.forEach(equip);
    for (const field of [...boxes, kind, status]) {
      field.addEventListener("change", apply);
    }
    search.addEventListener("input", apply);
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") {
        return;
      }
      event.preventDefault();
      if (search.value) {
        search.value = "";
        apply();
      } else {
        search.blur();
      }
    });
    document.getElementById("findings").addEventListener("click", (event) => {
      const made = event.target.closest(".acts button");
      if (made) {
        const card = made.closest(".card");
        made.dataset.says ? say(card, made.dataset.says) : copy(card);
      }
    });
    document.getElementById("save").addEventListener("click", verdicts.save);
    verdicts.tell();
    apply();
  }

  // Next and previous finding. A finding that its verdict has just hidden still tells where the reader is.
  let last = null;
  const here = () => {
    const card = document.activeElement && document.activeElement.closest(".card");
    return card || last;
  };
  const step = (by) => {
    const from = cards.indexOf(here());
    const ahead = by > 0 ? cards.slice(from + 1) : cards.slice(0, from < 0 ? cards.length : from).reverse();
    const card = ahead.find((other) => !other.hidden) || (here() && !here().hidden ? here() : null);
    if (!card) {
      return;
    }
    last = card;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
  };
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    a: (card) => card && say(card, "accepted"),
    x: (card) => card && say(card, "rejected"),
    c: (card) => card && copy(card),
    "/": () => search.focus(),
  };
  document.addEventListener("focusin", (event) => {
    last = event.target.closest(".card") || last;
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("select, textarea, input:not([type=checkbox])");
    if (!keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(acts, event.key)) {
      return;
    }
    event.preventDefault();
    acts[event.key](document.activeElement && document.activeElement.closest(".card"));
  });

  // A click on marked text leads to its finding; hover and focus show it.
  const tip = document.getElementById("tip");
  const show = (target) => {
    const lines = target.dataset.findings.split(" ").map((number) => {
      const card = byNumber.get(number);
      const line = document.createElement("p");
      const head = document.createElement("b");
      const title = card.querySelector("h4").lastChild.textContent.trim();
      head.textContent = `${number}. ${title}, ${card.dataset.severity}. `;
      line.append(head, card.querySelector(".message").textContent);
      line.dir = "auto";
      return line;
    });
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const box = target.getClientRects()[0] || target.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - tip.offsetWidth - 8);
    const below = box.bottom + 6 + tip.offsetHeight < window.innerHeight;
    tip.style.setProperty("left", `${left + window.scrollX}px`);
    tip.style.setProperty("top", `${(below ? box.bottom + 6 : box.top - tip.offsetHeight - 6) + window.scrollY}px`);
  };
  const hide = () => {
    tip.hidden = true;
  };
  const markAt = (event) => event.target.closest("[data-findings]");
  for (const name of ["mouseover", "focusin"]) {
    document.addEventListener(name, (event) => {
      const mark = markAt(event);
      if (mark) {
        mark.removeAttribute("title");  // the note says the same, and more
        show(mark);
      } else {
        hide();
      }
    });
  }
  document.addEventListener("click", (event) => {
    const mark = markAt(event);
    if (mark && mark.tagName === "MARK" && !String(window.getSelection())) {
      location.hash = `f${mark.dataset.findings.split(" ")[0]}`;
    }
    // The browser goes nowhere, and tells nobody, where the address stays the same.
    if (target() && mark && mark.dataset.findings.split(" ")[0] === location.hash.slice(2)) {
      reveal();
      target().scrollIntoView();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
    }
  });
  reveal();
})();
