"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const tools = document.getElementById("tools");
  const kind = document.getElementById("kind");
  const keys = document.getElementById("keys");
  const shown = document.getElementById("shown");
  const boxes = all("input[name=severity]", tools);
  const cards = all(".card");
  const byNumber = new Map(cards.map((card) => [card.id.slice(1), card]));
  const marked = all("mark[data-findings], .pin[data-findings]");

  // Filters. The page is complete without them, so they appear only now.
  const apply = () => {
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let count = 0;
    for (const card of cards) {
      const visible = severities.has(card.dataset.severity) && (!kind.value || card.dataset.kind === kind.value);
      card.hidden = !visible;
      count += visible ? 1 : 0;
    }
    for (const group of all(".group")) {
      group.hidden = all(".card", group).every((card) => card.hidden);
    }
    for (const mark of marked) {
      const numbers = mark.dataset.findings.split(" ");
      mark.classList.toggle("off", numbers.every((number) => byNumber.get(number).hidden));
    }
    shown.textContent = count === cards.length ? count === 1 ? "1 finding" : `All ${count} findings` : `${count} of ${cards.length} findings`;
  };
  if (cards.length > 0) {
    tools.hidden = false;
    for (const box of boxes) {
      box.addEventListener("change", apply);
    }
    kind.addEventListener("change", apply);
    apply();
  }
  // A link to a finding that the filters hide brings it back.
  const reveal = () => {
    const card = byNumber.get(location.hash.slice(2));
    if (card && location.hash.startsWith("#f") && card.hidden) {
      for (const box of boxes) {
        box.checked = true;
      }
      kind.value = "";
      apply();
      card.scrollIntoView({ block: "center" });
    }
  };
  window.addEventListener("hashchange", reveal);

  // Next and previous finding.
  const step = (by) => {
    const visible = cards.filter((card) => !card.hidden);
    if (visible.length === 0) {
      return;
    }
    const now = visible.indexOf(document.activeElement && document.activeElement.closest(".card"));
    const next = now < 0 ? (by > 0 ? 0 : visible.length - 1) : now + by;
    const card = visible[Math.min(visible.length - 1, Math.max(0, next))];
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("select, textarea, input:not([type=checkbox])");
    if (!keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
    }
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
  for (const mark of marked) {
    mark.removeAttribute("title");
    mark.addEventListener("mouseenter", () => show(mark));
    mark.addEventListener("mouseleave", hide);
    mark.addEventListener("focus", () => show(mark));
    mark.addEventListener("blur", hide);
    if (mark.tagName === "MARK") {
      mark.addEventListener("click", () => {
        if (!String(window.getSelection())) {
          location.hash = `f${mark.dataset.findings.split(" ")[0]}`;
        }
      });
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
    }
  });
  reveal();
})();
