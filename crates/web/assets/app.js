/* Conveniences only: every page works without this file. */
(function () {
  "use strict";
  var doc = document;

  // A click anywhere on a row follows its main link, unless it hit a control or text is being selected.
  doc.querySelectorAll("tbody tr").forEach(function (row) {
    var link = row.querySelector("a.row-link");
    if (link) row.setAttribute("data-href", link.getAttribute("href"));
  });
  doc.addEventListener("click", function (event) {
    var target = event.target;
    var row = target.closest && target.closest("tr[data-href]");
    if (!row || event.defaultPrevented || event.button !== 0) return;
    if (target.closest("a, button, input, select, label, summary, details")) return;
    if (String(window.getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.getAttribute("data-href"), "_blank", "noopener");
    else window.location.href = row.getAttribute("data-href");
  });

  // "/" goes to the search box; Escape and a click elsewhere close what is open.
  function close(except) {
    doc.querySelectorAll("details.top__user[open], details.definition[open]").forEach(function (open) {
      if (!open.contains(except)) open.removeAttribute("open");
    });
  }
  doc.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close(null);
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    var box = doc.getElementById("top-search");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  });
  doc.addEventListener("click", function (event) { close(event.target); });

  // A form is sent once; leaving a changed form asks first.
  var changed = false;
  doc.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.method === "post") changed = true;
  });
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "1");
    // An answer that is a download leaves the page standing: it may be sent again after a while.
    window.setTimeout(function () { form.removeAttribute("data-sent"); }, 4000);
    changed = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed) { event.preventDefault(); event.returnValue = ""; }
  });
  window.addEventListener("pageshow", function () {
    doc.querySelectorAll("form[data-sent]").forEach(function (form) { form.removeAttribute("data-sent"); });
  });

  // Files that are too large are told of before they are sent; the server says the same.
  doc.addEventListener("change", function (event) {
    var input = event.target;
    if (input.type !== "file" || !input.files) return;
    var bytes = Array.prototype.reduce.call(input.files, function (sum, file) { return sum + file.size; }, 0);
    var mib = Math.ceil(bytes / 1048576);
    input.setCustomValidity(mib > 63 ? "所选文件合计 " + mib + " MB，一次最多 64 MB；请分几次上传或压缩后再传" : "");
    if (mib > 63) input.reportValidity();
  });

  // Codes and hashes can be copied where the browser allows it.
  if (navigator.clipboard) {
    doc.querySelectorAll("[data-copy]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(button.getAttribute("data-copy")).then(function () {
          button.lastElementChild.textContent = "已复制";
        });
      });
    });
  }

  // While an item read from a document is worked on, its place in the source text is lit and in view.
  doc.querySelectorAll("[data-mark]").forEach(function (item) {
    item.addEventListener("focusin", function () {
      doc.querySelectorAll(".is-lit").forEach(function (lit) { lit.classList.remove("is-lit"); });
      var mark = doc.getElementById(item.getAttribute("data-mark"));
      var pane = mark && mark.closest(".split__source");
      item.classList.add("is-lit");
      if (!pane) return;
      mark.classList.add("is-lit");
      pane.querySelectorAll("[data-part]").forEach(function (part) {
        if (part.getAttribute("data-part") === mark.id) part.classList.add("is-lit");
      });
      pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    });
  });

  var errors = doc.getElementById("errors");
  if (errors) errors.focus();
})();
