// Follows the links and forms of a search within its page, so that nobody loses their place among the facets: what is shown is
// exchanged, the address follows. Where anything is not as it should be, the browser goes there as it would without scripts.
"use strict";
const main = document.querySelector("main");
const told = document.body.appendChild(document.createElement("p"));
told.className = "unseen";
told.setAttribute("role", "status");
let newest = 0;

const closed = () => new Set([...main.querySelectorAll("details.facet:not([open]) summary")].map((one) => one.textContent));

const show = async (url, goes, stay) => {
  const mine = ++newest;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok || !answer.headers.get("content-type").startsWith("text/html")) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== newest) return;
    const shut = closed();
    const before = new Set([...main.querySelectorAll("details.facet summary")].map((one) => one.textContent));
    main.replaceChildren(...page.querySelector("main").childNodes);
    for (const one of main.querySelectorAll("details.facet")) {
      const name = one.querySelector("summary").textContent;
      if (before.has(name) && !one.querySelector("[aria-current]")) one.open = !shut.has(name);
    }
    document.title = page.title;
    if (goes) history.pushState(null, "", url);
    told.textContent = document.getElementById("finds").textContent;
    const kept = stay && main.querySelector(`[data-stay="${CSS.escape(stay)}"]`);
    (kept || main).focus({ preventScroll: Boolean(kept) });
  } catch {
    location.assign(url);
  }
};

main.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || link.pathname !== "/search" || link.hash || link.rel === "next") return;
  event.preventDefault();
  show(link.href, true, link.dataset.stay);
});
main.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get" || new URL(form.action).pathname !== "/search") return;
  event.preventDefault();
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  show(`/search?${asked}`, true);
});
addEventListener("popstate", () => show(location.href, false));
