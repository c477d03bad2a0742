// What scrolls can be reached by keyboard, what opens a part of the menu has a name, and what can be opened is open in print.
addEventListener("DOMContentLoaded", () => {
  for (const opener of document.querySelectorAll("nav details > summary")) {
    opener.setAttribute("aria-label", `Pages under ${opener.closest("li").querySelector("a").textContent.trim()}`);
  }
  for (const part of document.querySelectorAll(".cell_output, pre, .pst-scrollable-table-container")) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
  }
});
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => (part.open = true)));
