import { initAll as initGovuk } from "./govuk-frontend.js";
import { initAll as initMoj } from "./moj-frontend.js";

function start(scope) {
  initGovuk({ scope });
  initMoj({ scope });
}

start(document);

// Both libraries look only at the descendants of their scope, and htmx names the swapped element itself.
document.addEventListener("htmx:load", (event) => {
  const swapped = event.detail.elt;
  if (swapped === document.body) return;
  start(swapped.matches("[data-module]") ? swapped.parentElement : swapped);
});

// A form that sends itself when a choice is made keeps its button for people without JavaScript.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  if (form) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
