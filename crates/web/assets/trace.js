/* The way of money as a map to walk through: zoom, pan, filter, every payment down to its rows. Places come
   from the server. The page works without this file: picture and table stay. */
(function () {
  "use strict";
  var doc = document;
  var root = doc.getElementById("trace");
  if (!root || !window.fetch || !window.PointerEvent) return;
  var canvas = doc.getElementById("trace-canvas");
  var side = doc.getElementById("trace-side");
  var tip = doc.getElementById("trace-tip");
  var count = doc.getElementById("trace-count");
  var pick = { hop: doc.getElementById("trace-hop"), least: doc.getElementById("trace-least"), account: doc.getElementById("trace-account") };
  var context = canvas.getContext("2d", { alpha: false });
  var still = doc.createElement("canvas"); // the last whole drawing, moved about while the reader moves
  var paper = still.getContext("2d", { alpha: false });
  var BLUE = "#5b7fa6", RED = "#b5483a", INK = "#1b2733", ORANGE = "#c06f00", GROUND = "#f7f9fb";
  var WIDTHS = [0.6, 1, 1.6, 2.6, 4, 6];
  var map, nodes, edges, shown, lit, touching, view = { k: 1, x: 0, y: 0 }, drawn = { k: 1, x: 0, y: 0 };
  var chosen = null, over = null, pending = 0, settle = 0, cost = 0, wide = 0, high = 0, dpr = 1, fitted = 1;
  var font = "12px " + window.getComputedStyle(root).fontFamily;

  fetch(root.getAttribute("data-graph"), { credentials: "same-origin", headers: { accept: "application/json" } })
    .then(function (answer) { if (!answer.ok || answer.redirected) throw new Error(answer.status); return answer.json(); })
    .then(begin)
    .catch(function () { root.hidden = true; });

  function begin(answer) {
    map = answer;
    nodes = map.nodes.map(function (n) {
      return { place: n[0], name: n[1], number: n[2], hop: n[3], x: n[4], y: n[5], reached: n[6], on: n[7], end: n[8], edges: [], r: 3, pitch: 24, seen: true };
    });
    var most = map.edges.length ? map.edges[0][3] : 1;
    edges = map.edges.map(function (e, at) {
      var edge = { at: at, from: nodes[e[0]], to: nodes[e[1]], hop: e[2], amount: e[3], count: e[4], first: e[5], last: e[6] };
      edge.back = edge.to.x <= edge.from.x;
      // A hundredth of the largest payment is still told from a thousandth.
      edge.level = Math.max(0, Math.min(5, Math.round(5 + 1.4 * Math.log10(edge.amount / most))));
      edge.from.edges.push(edge);
      edge.to.edges.push(edge);
      return edge;
    });
    var pitch = {};
    map.columns.forEach(function (c) { pitch[c[0]] = c[3]; });
    nodes.forEach(function (n) {
      n.pitch = pitch[n.hop] || 24;
      n.r = Math.max(2.5, Math.min(9, 9 + 2.2 * Math.log10(Math.max(n.reached, n.on, 1) / most)));
    });
    root.hidden = false;
    filter();
    resize();
    list();
  }

  /* What is shown. */
  function filter() {
    var hop = Number(pick.hop.value) || 0;
    var least = Math.round(parseFloat(pick.least.value.replace(/[,，\s]/g, "")) * 100) || 0;
    var words = pick.account.value.trim();
    nodes.forEach(function (n) {
      n.seen = false;
      n.lit = words !== "" && (n.name.indexOf(words) >= 0 || (words.length >= 2 && n.number.slice(-words.length) === words));
    });
    lit = words !== "";
    shown = edges.filter(function (e) {
      var keep = (!hop || e.hop <= hop) && e.amount >= least && (!lit || e.from.lit || e.to.lit);
      if (keep) e.from.seen = e.to.seen = true;
      return keep;
    });
    nodes.forEach(function (n) { if (n.hop === 0) n.seen = true; });
    if (chosen && chosen.at !== undefined && shown.indexOf(chosen) < 0) chosen = null;
    var all = shown.length === edges.length ? "" : "（全部 " + grouped(edges.length) + " 条）";
    count.textContent = "显示 " + grouped(shown.length) + " 条往来" + all;
    root.setAttribute("data-shown", shown.length);
  }

  /* Drawing. A whole drawing of ten thousand payments takes some tens of milliseconds on an old computer, so
     while the reader moves, the last one is moved about, and drawn anew when the hand rests. */
  function resize() {
    if (!map) return; // a phone turned over while the map is still read, or could not be
    var box = canvas.parentNode.getBoundingClientRect();
    dpr = window.devicePixelRatio || 1;
    wide = Math.max(1, Math.round(box.width));
    high = Math.max(1, Math.round(box.height));
    canvas.width = still.width = Math.round(wide * dpr);
    canvas.height = still.height = Math.round(high * dpr);
    fit();
  }

  function fit() {
    fitted = Math.min((wide - 40) / map.width, (high - 30) / map.height, 1.2);
    view = { k: fitted, x: (wide - map.width * fitted) / 2, y: (high - map.height * fitted) / 2 };
    whole();
  }

  function whole() {
    window.clearTimeout(settle);
    var start = performance.now();
    drawn = { k: view.k, x: view.x, y: view.y };
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.fillStyle = GROUND;
    paper.fillRect(0, 0, still.width, still.height);
    paper.setTransform(dpr, 0, 0, dpr, 0, 0);
    var inside = lines(paper);
    dots(paper);
    cost = performance.now() - start;
    root.setAttribute("data-drawn", inside);
    root.setAttribute("data-cost", cost.toFixed(1));
    show();
  }

  function lines(c) {
    var buckets = [[], [], [], [], [], [], [], [], [], [], [], []], inside = 0;
    shown.forEach(function (e) {
      if (!meets(e)) return;
      inside += 1;
      buckets[e.level + (e.back ? 6 : 0)].push(e);
    });
    var faint = inside > 4000 ? 0.1 : inside > 800 ? 0.28 : 0.5, thin = inside > 4000 ? 0.6 : 1;
    buckets.forEach(function (bucket, at) {
      if (!bucket.length) return;
      c.globalAlpha = at % 6 > 3 ? 0.5 : at % 6 > 1 ? (faint + 0.5) / 2 - 0.1 : faint;
      c.strokeStyle = at < 6 ? BLUE : RED;
      c.lineWidth = WIDTHS[at % 6] * thin;
      c.beginPath();
      bucket.forEach(function (e) { curve(c, e); });
      c.stroke();
    });
    c.globalAlpha = 1;
    return inside;
  }

  function curve(c, e) {
    var x1 = e.from.x * view.k + view.x, y1 = e.from.y * view.k + view.y;
    var x2 = e.to.x * view.k + view.x, y2 = e.to.y * view.k + view.y;
    var bend = bent(x1, x2);
    c.moveTo(x1, y1);
    c.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
  }

  function bent(x1, x2) { return x2 > x1 ? (x2 - x1) / 2 : Math.min(90, 30 + (x1 - x2) / 4); }

  function meets(e) {
    var a = e.from.x * view.k + view.x, b = e.to.x * view.k + view.x;
    var p = e.from.y * view.k + view.y, q = e.to.y * view.k + view.y;
    var slack = e.back ? 100 : 2;
    return Math.max(a, b) > -slack && Math.min(a, b) < wide + slack && Math.max(p, q) > -2 && Math.min(p, q) < high + 2;
  }

  function dots(c) {
    var grow = Math.max(0.35, Math.min(1.4, view.k / Math.max(fitted, 0.3)));
    c.font = font;
    c.textBaseline = "middle";
    nodes.forEach(function (n) {
      var x = n.x * view.k + view.x, y = n.y * view.k + view.y;
      if (!n.seen || x < -160 || x > wide + 10 || y < -10 || y > high + 10) return;
      var r = Math.max(1.2, n.r * grow);
      c.fillStyle = n.hop === 0 ? "#12325c" : n.lit ? "#b97f0a" : "#3d6796";
      if (r < 2.5) { c.fillRect(x - r, y - r, 2 * r, 2 * r); } else { c.beginPath(); c.arc(x, y, r, 0, 7); c.fill(); }
      if (n.pitch * view.k >= 13 || n.hop === 0 || (n.lit && n.pitch * view.k >= 6)) label(c, n, x + r + 3, y);
    });
  }

  function label(c, n, x, y) {
    var words = n.name.length > 11 ? n.name.slice(0, 10) + "…" : n.name;
    c.lineWidth = 3;
    c.strokeStyle = GROUND;
    c.strokeText(words, x, y);
    c.fillStyle = INK;
    c.fillText(words, x, y);
  }

  /* The last drawing where the reader has moved it, with what is chosen on top. */
  function show() {
    pending = 0;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = GROUND;
    context.fillRect(0, 0, canvas.width, canvas.height);
    var k = view.k / drawn.k;
    context.setTransform(k, 0, 0, k, (view.x - drawn.x * k) * dpr, (view.y - drawn.y * k) * dpr);
    context.drawImage(still, 0, 0);
    context.setTransform(dpr, 0, 0, dpr, 0, 0);
    if (chosen) { context.fillStyle = "rgba(247,249,251,.55)"; context.fillRect(0, 0, wide, high); }
    if (over && over !== chosen) mark(over, 0.6);
    if (chosen) mark(chosen, 1);
    captions();
  }

  function captions() {
    context.font = font;
    context.textBaseline = "middle";
    context.textAlign = "center";
    map.columns.forEach(function (column) {
      var x = (column[1] + (column[2] > 200 ? column[2] / 2 : 0)) * view.k + view.x;
      if (x > 0 && x < wide) label(context, { name: column[0] ? "第 " + column[0] + " 层" : "起点" }, x, 11);
    });
    context.textAlign = "left";
  }

  function mark(what, strength) {
    var several = what.edges ? what.edges.filter(function (e) { return shown.indexOf(e) >= 0; }) : [what];
    context.font = font;
    context.textBaseline = "middle";
    context.globalAlpha = strength;
    context.strokeStyle = ORANGE;
    context.lineWidth = what.edges ? 1.6 : 3;
    context.beginPath();
    several.forEach(function (e) { curve(context, e); });
    context.stroke();
    var ends = what.edges ? [what] : [what.from, what.to];
    ends.forEach(function (n) {
      var x = n.x * view.k + view.x, y = n.y * view.k + view.y;
      context.beginPath();
      context.arc(x, y, 7, 0, 7);
      context.strokeStyle = ORANGE;
      context.lineWidth = 2;
      context.stroke();
      label(context, n, x + 10, y);
    });
    context.globalAlpha = 1;
  }

  function moved() {
    // A drawing that is quick enough is made anew on every frame.
    if (!pending) pending = window.requestAnimationFrame(cost < 8 ? whole : show);
    window.clearTimeout(settle);
    settle = window.setTimeout(whole, 110);
  }

  function zoom(by, x, y) {
    var k = Math.max(fitted / 2, Math.min(6, view.k * by));
    by = k / view.k;
    view = { k: k, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
    moved();
  }

  /* What lies under a point: an account within its dot, else the payment whose line is nearest. */
  function under(x, y) {
    var best = null, near = 9;
    nodes.forEach(function (n) {
      if (!n.seen) return;
      var d = Math.hypot(n.x * view.k + view.x - x, n.y * view.k + view.y - y);
      if (d < near) { near = d; best = n; }
    });
    if (best) return best;
    near = 5;
    shown.forEach(function (e) {
      var d = distance(e, x, y, near);
      if (d < near || (d === near && best && e.amount > best.amount)) { near = d; best = e; }
    });
    return best;
  }

  function distance(e, x, y, near) {
    var x1 = e.from.x * view.k + view.x, y1 = e.from.y * view.k + view.y;
    var x2 = e.to.x * view.k + view.x, y2 = e.to.y * view.k + view.y;
    if (y < Math.min(y1, y2) - near || y > Math.max(y1, y2) + near) return Infinity;
    if (!e.back && (x < x1 - near || x > x2 + near)) return Infinity;
    var bend = bent(x1, x2), least = Infinity, px = x1, py = y1;
    for (var i = 1; i <= 24; i += 1) {
      var t = i / 24, s = 1 - t;
      var qx = s * s * s * x1 + 3 * s * s * t * (x1 + bend) + 3 * s * t * t * (x2 - bend) + t * t * t * x2;
      var qy = s * s * (s + 3 * t) * y1 + t * t * (t + 3 * s) * y2;
      var dx = qx - px, dy = qy - py, length = dx * dx + dy * dy;
      var u = length ? Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / length)) : 0;
      least = Math.min(least, Math.hypot(px + u * dx - x, py + u * dy - y));
      px = qx; py = qy;
    }
    return least;
  }

  /* The hand. */
  var hold = null, fingers = {}, spread = 0;
  canvas.addEventListener("pointerdown", function (event) {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers[event.pointerId] = [event.offsetX, event.offsetY];
    hold = { x: event.offsetX, y: event.offsetY, far: false };
    spread = apart();
    canvas.classList.add("is-held");
    tip.hidden = true;
  });
  canvas.addEventListener("pointermove", function (event) {
    var x = event.offsetX, y = event.offsetY;
    if (!hold) { hover(x, y); return; }
    fingers[event.pointerId] = [x, y];
    var now = apart();
    if (now && spread) { zoom(now / spread, x, y); spread = now; hold.far = true; return; }
    if (!hold.far && Math.hypot(x - hold.x, y - hold.y) < 4) return;
    hold.far = true;
    view.x += x - hold.x;
    view.y += y - hold.y;
    hold.x = x;
    hold.y = y;
    moved();
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    canvas.addEventListener(name, function (event) {
      var click = hold && !hold.far && name === "pointerup";
      delete fingers[event.pointerId];
      spread = 0;
      hold = null;
      canvas.classList.remove("is-held");
      if (click) choose(under(event.offsetX, event.offsetY), false);
    });
  });
  canvas.addEventListener("pointerleave", function () { tip.hidden = true; over = null; });
  canvas.addEventListener("wheel", function (event) {
    event.preventDefault();
    zoom(Math.pow(1.0016, -event.deltaY * (event.deltaMode === 1 ? 30 : 1)), event.offsetX, event.offsetY);
  }, { passive: false });

  function apart() {
    var all = Object.keys(fingers).map(function (id) { return fingers[id]; });
    return all.length === 2 ? Math.hypot(all[0][0] - all[1][0], all[0][1] - all[1][1]) : 0;
  }

  var asked = null;
  function hover(x, y) {
    if (asked) { asked = [x, y]; return; }
    asked = [x, y];
    window.requestAnimationFrame(function () {
      var at = asked, found = under(at[0], at[1]);
      asked = null;
      canvas.classList.toggle("is-over", !!found);
      if (found !== over) { over = found; if (!pending) pending = window.requestAnimationFrame(show); }
      tip.hidden = !found;
      if (!found) return;
      tip.textContent = found.edges ? found.name + (found.number && found.number !== found.name ? "\n" + found.number : "") : found.from.name + " → " + found.to.name + "\n" + yuan(found.amount) + " 元，" + found.count + " 笔";
      tip.style.left = Math.min(at[0] + 14, wide - tip.offsetWidth - 4) + "px";
      tip.style.top = Math.max(4, Math.min(at[1] + 14, high - tip.offsetHeight - 4)) + "px";
    });
  }

  /* The keys. */
  canvas.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    var step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) { view.x += step[0]; view.y += step[1]; moved(); }
    else if (event.key === "+" || event.key === "=") zoom(1.3, wide / 2, high / 2);
    else if (event.key === "-" || event.key === "_") zoom(1 / 1.3, wide / 2, high / 2);
    else if (event.key === "0") fit();
    else if (event.key === "PageDown") next(1);
    else if (event.key === "PageUp") next(-1);
    else if (event.key === "Escape") choose(null, false);
    else return;
    event.preventDefault();
  });

  function next(by) {
    if (!shown.length) return;
    var at = chosen && chosen.at !== undefined ? shown.indexOf(chosen) + by : by > 0 ? 0 : shown.length - 1;
    choose(shown[(at + shown.length) % shown.length], true);
  }

  doc.getElementById("trace-in").addEventListener("click", function () { zoom(1.5, wide / 2, high / 2); });
  doc.getElementById("trace-out").addEventListener("click", function () { zoom(1 / 1.5, wide / 2, high / 2); });
  doc.getElementById("trace-all").addEventListener("click", fit);
  Object.keys(pick).forEach(function (name) {
    pick[name].addEventListener(name === "hop" ? "change" : "input", function () { filter(); whole(); if (!chosen) list(); });
  });
  var resized = 0;
  window.addEventListener("resize", function () { window.clearTimeout(resized); resized = window.setTimeout(resize, 120); });

  /* The side: the largest payments, or what is chosen. */
  function choose(what, bring) {
    chosen = what;
    if (bring && what) into(what);
    show();
    if (!what) list();
    else if (what.edges) account(what);
    else payment(what);
  }

  function into(what) {
    var ends = what.edges ? [what, what] : [what.from, what.to];
    var inside = ends.every(function (n) {
      var x = n.x * view.k + view.x, y = n.y * view.k + view.y;
      return x > 0 && x < wide && y > 0 && y < high;
    });
    if (inside) return;
    view.k = Math.min(view.k, (wide - 120) / (Math.abs(ends[0].x - ends[1].x) + 1), (high - 60) / (Math.abs(ends[0].y - ends[1].y) + 1));
    view.x = wide / 2 - (ends[0].x + ends[1].x) / 2 * view.k;
    view.y = high / 2 - (ends[0].y + ends[1].y) / 2 * view.k;
    whole();
  }

  function list() {
    put(el("h3", lit ? "相符的往来" : "金额最大的往来"), edgeList(shown));
  }

  function edgeList(some) {
    var box = el("div");
    box.className = "trace__edges";
    some.slice(0, 60).forEach(function (e) {
      var button = el("button");
      button.type = "button";
      button.appendChild(el("span", e.from.name + " → " + e.to.name));
      button.appendChild(el("span", yuan(e.amount)));
      button.addEventListener("click", function () { choose(e, true); });
      box.appendChild(button);
    });
    if (some.length > 60) box.appendChild(el("p", "另有 " + grouped(some.length - 60) + " 条，放大后点线查看。"));
    if (!some.length) box.appendChild(el("p", "没有符合条件的往来，放宽层、金额或户名。"));
    return box;
  }

  function account(n) {
    var facts = el("dl");
    if (n.number && n.number !== n.name) fact(facts, "账号", n.number);
    fact(facts, "层", n.hop === 0 ? "起点" : String(n.hop));
    if (n.hop > 0) fact(facts, "追踪到的金额", yuan(n.reached) + " 元");
    fact(facts, n.hop > 0 ? "其中继续追踪" : "追踪金额", yuan(n.on) + " 元");
    if (n.end) fact(facts, "为什么没有再追", n.end);
    var links = el("p");
    links.className = "trace__links";
    links.appendChild(link("账户全部往来", root.getAttribute("data-account") + "/" + n.place));
    links.appendChild(link("从这里看去向", root.getAttribute("data-trace") + "?account=" + n.place));
    links.appendChild(link("从这里看来源", root.getAttribute("data-trace") + "?account=" + n.place + "&direction=back"));
    var own = n.edges.filter(function (e) { return shown.indexOf(e) >= 0; });
    put(el("h3", n.name), facts, links, edgeList(own), back());
  }

  function payment(e) {
    var facts = el("dl");
    fact(facts, "层", String(e.hop));
    fact(facts, "追踪金额", yuan(e.amount) + " 元");
    fact(facts, "笔数", String(e.count));
    fact(facts, "起止", e.first === e.last ? e.first : e.first + " 至 " + e.last);
    var rows = el("ol");
    rows.className = "trace__rows";
    rows.appendChild(el("li", "正在读取逐笔流水……"));
    put(el("h3", e.from.name + " → " + e.to.name), facts, rows, back());
    fetch(root.getAttribute("data-rows") + "&payer=" + e.from.place + "&payee=" + e.to.place, { credentials: "same-origin", headers: { accept: "application/json" } })
      .then(function (answer) { if (!answer.ok || answer.redirected) throw new Error(answer.status); return answer.json(); })
      .then(function (answer) { if (chosen === e) fill(rows, answer); })
      .catch(function () { if (chosen === e) { rows.textContent = ""; rows.appendChild(el("li", "没有读到逐笔流水，请刷新页面再试。")); } });
  }

  function fill(list, answer) {
    list.textContent = "";
    answer.rows.forEach(function (row) {
      var item = el("li"), line = el("span");
      line.appendChild(el("span", row.at));
      line.appendChild(el("strong", row.followed));
      item.appendChild(line);
      if (row.followed !== row.amount) item.appendChild(el("small", "该笔共 " + row.amount + " 元，其中属于所追踪的 " + row.followed + " 元"));
      if (row.memo) item.appendChild(el("small", "摘要：" + row.memo));
      item.appendChild(el("small", row.place));
      if (row.twin) item.appendChild(el("small", "对方流水：" + row.twin));
      list.appendChild(item);
    });
    if (answer.more) list.appendChild(el("li", "另有 " + answer.more + " 笔，见导出的表。"));
  }

  function back() {
    var button = el("button", "返回往来列表");
    button.type = "button";
    button.className = "button button--small";
    button.addEventListener("click", function () { choose(null, false); canvas.focus(); });
    return button;
  }

  function put() {
    side.textContent = "";
    Array.prototype.forEach.call(arguments, function (part) { side.appendChild(part); });
    side.scrollTop = 0;
  }

  function fact(list, name, value) {
    var line = el("div");
    line.appendChild(el("dt", name));
    line.appendChild(el("dd", value));
    list.appendChild(line);
  }

  function link(words, href) {
    var a = el("a", words);
    a.href = href;
    return a;
  }

  function el(name, words) {
    var made = doc.createElement(name);
    if (words !== undefined) made.textContent = words;
    return made;
  }

  function grouped(whole) { return String(whole).replace(/\B(?=(\d{3})+$)/g, ","); }

  function yuan(fen) { return grouped(Math.floor(fen / 100)) + "." + ("0" + fen % 100).slice(-2); }
})();
