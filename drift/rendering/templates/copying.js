"use strict";
// A finding as plain text, for the clipboard.
const copying = (() => {
  const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const oneLine = (text) => text
    .replace(/[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g, " ")
    .replace(/[\0-\x1f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(/\x7f/g, "\u2421")
    .replace(/[\x80-\x9f]/g, "\ufffd")
    .replace(BIDI, (mark) => `\u27e8U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}\u27e9`);
  const clip = (text, width) => {
    const characters = Array.from(text);
    if (characters.length <= width) {
      return text;
    }
    const cut = characters.slice(0, width - 1);
    const space = cut.lastIndexOf(" ");
    return `${cut.slice(0, space > Math.floor(width / 2) ? space : width - 1).join("").trimEnd()}\u2026`;
  };
  // A text as it was given, where the page shows pictures of control characters, or a part.
  const given = (element) => {
    const { exact, whole } = element.dataset;
    return exact ? JSON.parse(exact) : whole || element.textContent;
  };
  // The finding's words on one side as they were given; null where it has no place there.
  const words = (card, side) => {
    const element = card.querySelector(`[data-words=${side}]`);
    return element && given(element);
  };
  // What the card says, as plain text: it goes into a letter as well as into a file.
  const text = (card) => {
    const said = (selector) => given(card.querySelector(selector));
    const [number, label] = Array.from(card.querySelector("h4").childNodes, (node) => node.textContent.trim()).filter(Boolean);
    const marks = [said(".category"), said(".sure"), said(".status")].filter(Boolean).join(", ");
    const quoted = Array.from(card.querySelectorAll(".side"), (side) =>
      `${side.querySelector("dt").firstChild.textContent.trim()}: ${clip(side.querySelector("mark").textContent, 600)}`);
    return [...[`${number}. ${label} (${marks})`, said(".message"), ...quoted].map(oneLine), ""].join("\n");
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Where the clipboard is refused to a page from disk, the selection is not.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  return { copy, text, words };
})();
