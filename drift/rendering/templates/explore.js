// The explorer of one report. Every text is set as text, never as markup.

const SIDES = ["original", "rewrite"];

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const percent = (share) => `${Math.round(100 * share)} %`;

function render({ model, el }) {
  const data = model.get("data");
  const findings = new Map(data.findings.map((finding) => [finding.number, finding]));
  const beads = new Map(data.beads.map((bead) => [bead.number, bead]));
  const rank = new Map(data.severities.map((severity, place) => [severity.name, -place]));
  const shownSides = data.alone ? ["rewrite"] : SIDES;

  const set = (name, value) => { model.set(name, value); model.save_changes(); };

  const passes = (finding) => {
    const kinds = model.get("kinds");
    return finding.confidence >= model.get("confidence") - 1e-9
      && rank.get(finding.severity) >= rank.get(model.get("severity"))
      && (kinds.length === 0 || kinds.includes(finding.kind));
  };

  // Filters

  const count = make("output", { class: "dx-count", "aria-live": "polite" });

  function slider(name, label, title) {
    const value = make("output", {});
    const input = make("input", {
      type: "range", min: 0, max: 1, step: 0.01, "data-filter": name, "aria-label": title,
      on: { input: () => set(name, Number(input.value)) },
    });
    const sync = () => { input.value = model.get(name); value.textContent = percent(model.get(name)); };
    model.on(`change:${name}`, sync);
    sync();
    return make("label", { title }, make("span", {}, label), input, value);
  }

  function severityChoice() {
    const choices = [...data.severities].reverse().map((severity) => make(
      "option", { value: severity.name, title: severity.meaning }, `${severity.shape} ${severity.name}`));
    const input = make("select", { "data-filter": "severity", on: { change: () => set("severity", input.value) } }, ...choices);
    const sync = () => { input.value = model.get("severity"); };
    model.on("change:severity", sync);
    sync();
    return make("label", { title: "The least severe findings to show" }, make("span", {}, "severity at least"), input);
  }

  function kindChoice() {
    const chips = data.kinds.map(({ kind, label, count: many }) => make("button", {
      type: "button", class: "dx-chip", "data-kind": kind, on: { click: () => toggle(kind) },
    }, `${label} ${many}`));
    const all = make("button", { type: "button", class: "dx-chip", on: { click: () => set("kinds", []) } }, "all kinds");
    function toggle(kind) {
      const kinds = model.get("kinds");
      set("kinds", kinds.includes(kind) ? kinds.filter((other) => other !== kind) : [...kinds, kind]);
    }
    function sync() {
      const kinds = model.get("kinds");
      all.setAttribute("aria-pressed", kinds.length === 0);
      for (const chip of chips) chip.setAttribute("aria-pressed", kinds.includes(chip.dataset.kind));
    }
    model.on("change:kinds", sync);
    sync();
    return make("div", { class: "dx-kinds", role: "group", "aria-label": "Kinds of findings" }, all, ...chips);
  }

  // Panes

  const marks = [];
  const passages = new Map();  // bead number -> its elements on both sides

  function piece({ text, findings: numbers, closes, missing }) {
    const word = make("span", { class: missing ? "dx-missing" : null }, text);
    if (numbers.length === 0) return [word];
    const mark = make("mark", {}, word);
    marks.push({ mark, numbers });
    const pins = closes.map((number) => {
      const { shape, label, severity, message } = findings.get(number);
      const pin = make("sup", { class: `dx-pin ${severity}`, title: `${label}: ${message}` }, `${shape}${number}`);
      marks.push({ pin, numbers: [number] });
      return pin;
    });
    return [mark, ...pins];
  }

  function pane(side) {
    const lines = data.beads
      .flatMap((bead) => bead[side].map((line) => ({ bead, line })))
      .sort((one, other) => one.line.number - other.line.number)
      .map(({ bead, line }) => {
        const paragraph = make("p", {
          class: `dx-line ${bead.kind} ${line.kind}`, dir: line.direction, lang: line.language || null,
          tabindex: 0, "data-bead": bead.number, role: "button",
          "aria-label": `${data.alone ? "" : bead.label}, ${side} sentence ${line.number}`,
          on: {
            click: () => choose(bead.number, side),
            keydown: (event) => key(event, paragraph, bead.number, side),
          },
        }, make("span", { class: "dx-n", "aria-hidden": "true" }, String(line.number)), ...line.pieces.flatMap(piece));
        if (!passages.has(bead.number)) passages.set(bead.number, []);
        passages.get(bead.number).push(paragraph);
        return paragraph;
      });
    const box = make("div", { class: "dx-scroll", "data-side": side }, ...lines);
    for (const event of ["pointerenter", "wheel", "touchstart", "focusin", "keydown"]) {
      box.addEventListener(event, () => { leading = side; }, { passive: true });
    }
    box.addEventListener("scroll", () => { if (leading === side) follow(side); }, { passive: true });
    return box;
  }

  function key(event, paragraph, number, side) {
    if (event.key === "Enter" || event.key === " ") choose(number, side);
    else if (event.key === "ArrowDown") paragraph.nextElementSibling?.focus();
    else if (event.key === "ArrowUp") paragraph.previousElementSibling?.focus();
    else return;
    event.preventDefault();
  }

  let leading = null;  // the pane that the reader scrolls; the other one follows and must not lead in turn
  const boxes = {};

  // Puts the counterpart of the first line in sight at the same height; a line without one, the end of its neighbor's.
  function follow(side) {
    const from = boxes[side], to = boxes[SIDES.find((other) => other !== side)];
    if (!to) return;
    const lines = [...from.children];
    const top = from.scrollTop;
    const first = lines.findIndex((line) => line.offsetTop + line.offsetHeight > top + 1);  // 1: pixels are rounded
    for (let at = first; at >= 0; at -= 1) {
      const other = to.querySelector(`[data-bead="${lines[at].dataset.bead}"]`);
      const share = at === first ? (top - lines[at].offsetTop) / lines[at].offsetHeight : 1;
      if (other) { to.scrollTop = other.offsetTop + share * other.offsetHeight; return; }
    }
    to.scrollTop = 0;
  }

  function choose(number, side = null) {
    set("selected", model.get("selected") === number ? 0 : number);
    if (model.get("selected")) reveal(number, side);
  }

  function reveal(number, side) {
    leading = null;
    for (const [own, box] of Object.entries(boxes)) {
      if (own === side) continue;
      const line = box.querySelector(`[data-bead="${number}"]`);
      if (line) box.scrollTop = line.offsetTop - box.clientHeight / 3;
    }
  }

  // What stands behind a bead

  const details = make("section", { class: "dx-details", "aria-live": "polite" });

  function showDetails() {
    const bead = beads.get(model.get("selected"));
    for (const [number, lines] of passages) {
      for (const line of lines) line.classList.toggle("chosen", number === model.get("selected"));
    }
    const here = [...list.children].filter((item) => findings.get(Number(item.dataset.number)).bead === bead?.number);
    for (const item of list.children) item.classList.toggle("here", here.includes(item));
    const first = here.find((item) => !item.hidden);
    if (first && (first.offsetTop < list.scrollTop || first.offsetTop > list.scrollTop + list.clientHeight - 40)) {
      list.scrollTop = first.offsetTop;
    }
    if (!bead) {
      details.replaceChildren(make("p", { class: "dx-hint" }, "Click a passage to see its words, facts and runner-up."));
      return;
    }
    const figures = [
      bead.similarity === null ? null : `similarity ${bead.similarity.toFixed(2)}`,
      bead.runner_up === null ? null : `runner-up ${bead.runner_up.toFixed(2)}`,
      bead.drift === null ? null : `drift ${percent(bead.drift)}`,
      bead.changed,
    ].filter(Boolean);
    details.replaceChildren(
      make("h4", {}, `Passage ${bead.number}: ${bead.label.toLowerCase()}`),
      figures.length ? make("p", { class: "dx-figures" }, figures.join(" · ")) : null,
      bead.reason ? make("p", { class: "dx-reason" }, `Paired so because: ${bead.reason}`) : null,
      ...shownSides.map((side) => words(bead, side)),
      ...shownSides.map((side) => facts(bead, side)),
    );
  }

  function words(bead, side) {
    const own = bead.words.filter((word) => word.side === side);
    if (own.length === 0) return null;
    return make("div", {}, make("h5", {}, `Words of the ${side}`), make("ul", { class: "dx-words" }, ...own.map((word) => {
      const near = word.counterpart === null ? "no counterpart"
        : `nearest: “${word.counterpart}” (${word.similarity.toFixed(2)})`;
      const item = make("li", { title: `${percent(word.missing)} of its meaning is missing; ${near}` }, word.text,
        word.missing >= 0.5 ? make("small", {}, word.counterpart === null ? " ∅" : ` ≠ ${word.counterpart}`) : null);
      item.style.setProperty("--missing", word.missing.toFixed(2));
      return item;
    })));
  }

  function facts(bead, side) {
    const own = bead.facts.filter((fact) => fact.side === side);
    if (own.length === 0) return null;
    return make("div", {}, make("h5", {}, `Facts of the ${side}`), make("ul", { class: "dx-facts" }, ...own.map((fact) =>
      make("li", {
        class: fact.met || data.alone ? null : "unmet",
        title: data.alone ? fact.kind : fact.met ? "the other side has an equal one" : "the other side has no equal one",
      }, make("small", {}, `${fact.kind} `), fact.text, fact.met || data.alone ? null : make("small", {}, " only here")))));
  }

  // The list of findings

  const list = make("ol", { class: "dx-findings" }, ...data.findings.map((finding) => {
    const item = make("li", { class: finding.severity, "data-number": finding.number }, make("button", {
      type: "button", on: { click: () => { if (finding.bead) { set("selected", finding.bead); reveal(finding.bead, null); } } },
    }, make("b", {}, `${finding.shape} ${finding.number}. ${finding.label}`), make("small", {}, ` ${finding.sure} sure`),
    make("span", { dir: "auto" }, finding.message)));
    return item;
  }));

  function filter() {
    const shown = new Set(data.findings.filter(passes).map((finding) => finding.number));
    for (const { mark, pin, numbers } of marks) {
      const visible = numbers.filter((number) => shown.has(number)).map((number) => findings.get(number));
      const worst = visible.sort((one, other) => rank.get(other.severity) - rank.get(one.severity))[0];
      if (pin) { pin.hidden = !worst; continue; }
      mark.className = worst ? worst.severity : "off";
      mark.title = visible.map(({ number, label, message }) => `${number}. ${label}: ${message}`).join("\n");
    }
    for (const item of list.children) item.hidden = !shown.has(Number(item.dataset.number));
    const least = model.get("drift");
    let clear = 0;
    for (const [number, lines] of passages) {
      const { drift } = beads.get(number);
      const dim = drift !== null && drift < least - 1e-9;
      clear += !dim;
      for (const line of lines) line.classList.toggle("dim", dim);
    }
    count.textContent = `${shown.size} of ${findings.size} findings`
      + (data.alone ? "" : `, ${clear} of ${beads.size} passages`);
  }

  // All together

  const head = make("header", {}, make("p", { class: "dx-verdict" }, data.verdict), make("ul", { class: "dx-scores" },
    ...data.scores.map(({ name, text, interval, meaning }) => make("li", { title: `${meaning}; 95 % interval ${interval}` },
      `${name} `, make("b", {}, text), make("small", {}, ` ${interval}`)))));
  const controls = make("div", { class: "dx-controls" },
    severityChoice(),
    slider("confidence", "sure at least", "The least sure findings to show"),
    data.alone ? null : slider("drift", "drift at least", "Passages that drift less are dimmed"),
    count);
  for (const side of shownSides) boxes[side] = pane(side);
  const panes = make("div", { class: `dx-panes${data.alone ? " alone" : ""}` }, ...shownSides.map((side) =>
    make("div", {}, make("h4", {}, data.alone ? "Text" : side[0].toUpperCase() + side.slice(1)), boxes[side])));
  el.classList.add("drift-explore");
  el.replaceChildren(head, controls, kindChoice(), panes, make("div", { class: "dx-below" }, details, list));

  for (const name of ["severity", "confidence", "drift", "kinds"]) model.on(`change:${name}`, filter);
  model.on("change:selected", showDetails);
  filter();
  showDetails();
}

export default { render };
