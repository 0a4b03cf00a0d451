// Takes words that are marked in the text of a report into a field of the form, with the characters at which they stand.
"use strict";
const text = document.getElementById("report-text");
const buttons = document.querySelectorAll("[data-take]");
// The hidden field with the characters, or the first of those among which one was asked to choose.
const at = document.querySelector("#add [name=at]");
let marked = null;

// Characters as the record counts them: a letter of another plane is one, where JavaScript counts two.
const counted = (node, offset) => {
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(node, offset);
  return [...before.toString()].length;
};

const read = () => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const words = range.toString();
  if (!words.trim()) return;
  const start = counted(range.startContainer, range.startOffset) + [...words].length - [...words.trimStart()].length;
  marked = { words: words.trim().replace(/\s+/g, " "), at: `${start}-${start + [...words.trim()].length}` };
  buttons.forEach((button) => (button.disabled = false));
};

document.getElementById("how").hidden = false;
document.addEventListener("selectionchange", read);
buttons.forEach((button) => {
  const field = document.getElementById(button.dataset.take);
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.dataset.take === "words") {
      field.value = marked.words;
      at.value = marked.at;
      at.checked = true;
    } else {
      field.value = `${field.value.trim()}\n${marked.at} ${marked.words}`.trim();
    }
    field.focus();
  });
});
// Words that somebody types are looked for anew.
document.getElementById("words").addEventListener("input", () => {
  document.querySelectorAll("#add [name=at]").forEach((one) => (one.value = ""));
});
