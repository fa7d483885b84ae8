"use strict";
// A finding as Markdown, as `drift report -f md` writes it.
const copying = (() => {
  const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const entity = (text) => Array.from(text, (character) => `&#${character.codePointAt(0)};`).join("");
  const oneLine = (text) => text
    .replace(/[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g, " ")
    .replace(/[\0-\x1f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(/\x7f/g, "\u2421")
    .replace(/[\x80-\x9f]/g, "\ufffd")
    .replace(BIDI, (mark) => `\u27e8U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}\u27e9`);
  const escape = (text) => oneLine(text)
    .replace(/[<>&@#$]/g, entity)
    .replace(/[\\`*_{}[\]()|~!]/g, "\\$&")
    .replace(/:(?=[\p{L}\p{N}_/+-])/gu, "&#58;")
    .replace(/(?<![\p{L}\p{N}_])(www)\./giu, "$1&#46;")
    .replace(/^(\s*)([-+=]|\d{1,9}(?=[.)]))/, (_, space, marker) => space + entity(marker));
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
  const markdown = (card, alone) => {
    const said = (selector) => given(card.querySelector(selector));
    const [number, label] = Array.from(card.querySelector("h4").childNodes, (node) => node.textContent.trim()).filter(Boolean);
    const status = said(".status");
    const quoted = (side) => {
      const text = words(card, side);
      return text === null ? "*no counterpart*" : escape(clip(text, 600));
    };
    const sides = alone ? [["Text", "rewrite"]] : [["Original", "original"], ["Rewrite", "rewrite"]];
    return [
      `**${number}. ${escape(label)}** (${escape(said(".category"))}, ${said(".sure")}${status && `, ${status}`})  `,
      escape(said(".message")),
      "",
      ...sides.map(([name, side]) => `> ${name}: ${quoted(side)}  `),
      "",
    ].join("\n");
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
  return { copy, markdown, words };
})();
