// What forms need beyond HTML: sent once, kept when they cannot be sent, faults read first.
(() => {
  "use strict";

  const { pressed: held } = window.kontaktvagar;
  const signedOut = document.getElementById("utloggad");

  // --- What is wrong with a form is read first; each line of it leads into its field.
  const readFaults = () => { const faults = document.querySelector("[data-faults]"); if (faults) faults.focus(); };
  window.addEventListener("load", readFaults);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-faults] a");
    const place = link && document.getElementById(link.hash.slice(1));
    const inside = "input:not([type=hidden]):enabled, select, textarea, button, summary";
    const field = place && (place.matches(inside) ? place : place.querySelector(inside));
    if (!field) return;
    event.preventDefault();
    place.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  // --- One tap is one call: a form marked so is sent once. Enter in the search opens the first hit.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-once]")) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    }
    const field = form.querySelector("[data-enter]");
    const sure = field && field.value && document.querySelector(field.dataset.enter);
    // What is shown may still be for what was typed before.
    const first = sure && sure.closest("[data-for]").dataset.for === field.value.trim() && sure;
    if (first) {
      event.preventDefault();
      first.click();
    }
  });
  // What was typed before htmx had come, or stands there again after "back", is looked for, or saved.
  window.addEventListener("load", () => {
    for (const field of document.querySelectorAll("input[type=search][hx-post]")) {
      if (field.value !== field.defaultValue) field.dispatchEvent(new Event("search"));
    }
    for (const field of document.querySelectorAll("form[data-saves] textarea")) {
      if (field.value !== field.defaultValue) window.htmx.trigger(field.form, "change");
    }
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // --- What is chosen or typed in a form while it is asked for anew stays in it.
  const standing = (form) => new Map([...form.elements]
    .filter((one) => one.name && !["hidden", "submit"].includes(one.type))
    .map((one) => (one.matches("[type=radio], [type=checkbox]")
      ? [`${one.name}=${one.value}`, one.checked] : [one.name, one.value])));
  const asked = new WeakMap(); // answer to come → what stood in the form when it was asked for
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target, xhr } = event.detail;
    const form = elt.closest("form[data-draft]");
    if (form && target.contains(form)) asked.set(xhr, standing(form));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    const before = asked.get(xhr);
    const form = before && target.querySelector("form[data-draft]");
    if (!form) return;
    const changed = [...standing(form)].filter(([name, now]) => before.get(name) !== now);
    // A finger that is down on a choice has chosen it: where it is lifted there is another element.
    const finger = held();
    const pressed = finger && form.contains(finger) && finger.closest("label.choice");
    const choice = pressed && pressed.querySelector("input");
    if (choice) changed.push([`${choice.name}=${choice.value}`, true]);
    asked.set(xhr, changed);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const changed = asked.get(event.detail.xhr);
    if (!Array.isArray(changed)) return;
    for (const [name, now] of changed) {
      for (const one of event.detail.target.querySelector("form[data-draft]").elements) {
        if (`${one.name}=${one.value}` === name) one.checked = now;
        else if (one.name === name) one.value = now;
      }
    }
  });

  // --- Fields one after the other: Enter goes on to the next, Shift+Enter makes a new line.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches("textarea[data-next]") || event.key !== "Enter") return;
    if (event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const fields = [...document.querySelectorAll("textarea[data-next]")];
    const next = fields[fields.indexOf(field) + 1];
    if (next) next.focus();
    else field.blur();
  });

  // --- A form that got no answer stays and says so. What saves itself tries again, the rest waits
  // for another press.
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => {
      const form = event.detail.elt;
      const { xhr } = event.detail;
      if (!form.matches("[data-failed]") || (xhr && [409, 422].includes(xhr.status))) return;
      const why = signedOut && xhr && xhr.status === 401 ? signedOut : form;
      form.querySelector("[role=status]").textContent = why.dataset.failed;
      if (!form.matches("[data-saves]")) return;
      setTimeout(() => window.htmx.trigger(form, "submit"), 3000);
    });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.matches("form[data-failed]:not([data-saves])")) {
      form.querySelector("[role=status]").textContent = "";
    }
  });

  // --- What is typed before the call outlives a reload of its page, in this tab, and nothing else.
  const drafts = (act) => { try { return act(window.sessionStorage); } catch { return null; } };
  const draftOf = (form) => `draft ${form.dataset.draft}`;
  const restoreDrafts = () => {
    for (const form of document.querySelectorAll("form[data-draft]")) {
      const typed = JSON.parse(drafts((kept) => kept.getItem(draftOf(form))) || "{}");
      for (const field of form.querySelectorAll("textarea")) {
        if (!field.value && typed[field.name]) field.value = typed[field.name];
      }
    }
    if (!document.querySelector("form[data-draft]")) {
      drafts((kept) => Object.keys(kept).filter((key) => key.startsWith("draft "))
        .forEach((key) => kept.removeItem(key)));
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    const typed = {};
    for (const field of form.querySelectorAll("textarea")) typed[field.name] = field.value;
    drafts((kept) => kept.setItem(draftOf(form), JSON.stringify(typed)));
  });
  restoreDrafts();

  // --- A number is moved by a tap beside it; without script it is typed.
  for (const step of document.querySelectorAll("[data-step]")) step.hidden = false;
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    const field = step && document.getElementById(step.dataset.stepFor);
    if (!field) return;
    const wanted = (Number.parseInt(field.value, 10) || 0) + Number(step.dataset.step);
    field.value = Math.min(Number(field.max), Math.max(Number(field.min), wanted));
    document.getElementById("announcement").textContent = field.value;
  });
})();
