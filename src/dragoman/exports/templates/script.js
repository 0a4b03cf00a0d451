// Lights up, beside the word or entry under the pointer or the focus, all that belongs to the same row. Without it links still lead both ways.
(() => {
  const parts = new Map();
  for (const part of document.querySelectorAll("[data-rows]"))
    for (const row of part.dataset.rows.split(" ")) parts.set(row, [...(parts.get(row) ?? []), part]);
  let pinned = null;
  const light = (row, name) => {
    for (const lit of document.querySelectorAll("." + name)) lit.classList.remove(name);
    for (const one of row?.split(" ") ?? []) for (const part of parts.get(one) ?? []) part.classList.add(name);
  };
  const rowOf = (event) => event.target.closest?.("[data-row]")?.dataset.row ?? null;
  const pin = (row) => { pinned = row; light(row, "pinned"); };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, (event) => light(rowOf(event), "lit"));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link) {
      const row = event.target.closest?.("#record [data-row], #text [data-row]");
      if (!row || getSelection().toString()) return;
      pin(row.dataset.row);
      const last = row.dataset.row.split(" ").at(-1);
      show(document.getElementById(row.closest("#text") ? last : "w-" + last));
      return;
    }
    const id = decodeURIComponent(link.hash.slice(1));
    pin(id.replace(/^w-/, ""));
    const target = document.getElementById(id);
    if (!target || !parts.has(pinned)) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    show(target);
    if (!id.startsWith("w-")) (target.querySelector("a.ref") || target).focus({ preventScroll: true });
    else (parts.get(pinned).find((part) => part.matches("a")) || target).focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") pin(null); });
  function show(target) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }
})();
