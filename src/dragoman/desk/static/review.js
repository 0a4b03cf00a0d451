// Keys for review: what has data-key is pressed, followed or focused by that letter. Whoever speaks to their computer can switch them off.
"use strict";
const box = document.getElementById("keys-on");
document.getElementById("keys").hidden = false;
box.checked = localStorage.getItem("review-keys") !== "off";
box.addEventListener("change", () => localStorage.setItem("review-keys", box.checked ? "on" : "off"));

document.addEventListener("keydown", (event) => {
  if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted || wanted.disabled) return;
  event.preventDefault();
  if (wanted.matches("select")) wanted.focus();
  else wanted.click();
});
