// The trend chart, and the period picker: choosing days makes the period "from … to", choosing a period forgets the days.
function colours() {
  const probe = document.createElement("span");
  document.body.append(probe);
  const read = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    text: read("--text"), muted: read("--muted"), line: read("--line"), accent: read("--accent"),
    surface: read("--raised"), warn: read("--warn"),
  };
  probe.remove();
  return found;
}

function axisFormat(data) {
  const compact = new Intl.NumberFormat(data.language, { notation: "compact", maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(data.language, { style: "percent", maximumFractionDigits: 1 });
  return (value) => (data.unit === "ratio" ? share.format(value) : compact.format(value));
}

function optionsOf(data) {
  const colour = colours();
  // What is only forecast is drawn fainter than what was.
  const past = data.values.length - (data.ahead || 0);
  const shown = data.values.map((value, n) => (n < past ? value : { value, itemStyle: { opacity: 0.45 } }));
  const series = {
    type: data.bars ? "bar" : "line", name: data.name, data: shown, connectNulls: false,
    itemStyle: { color: colour.accent, borderRadius: data.bars ? [3, 3, 0, 0] : 0 }, barMaxWidth: 34,
    lineStyle: { width: 2 }, symbolSize: 6, showSymbol: data.values.length < 40,
  };
  if (data.target) {
    series.markLine = {
      silent: true, symbol: "none", lineStyle: { color: colour.warn, type: "dashed" },
      label: { formatter: data.target_name, color: colour.warn, position: "insideEndTop" }, data: [{ yAxis: data.target }],
    };
  }
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 16, top: 20, bottom: 8, containLabel: true },
    tooltip: {
      trigger: "axis", renderMode: "richText", backgroundColor: colour.surface, borderColor: colour.line,
      textStyle: { color: colour.text },
      formatter: (items) => `${data.labels[items[0].dataIndex]}\n${data.texts[items[0].dataIndex]}`,
    },
    xAxis: { type: "category", data: data.labels, axisLabel: { color: colour.muted, hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: colour.line } } },
    yAxis: { type: "value", scale: !data.bars, axisLabel: { color: colour.muted, formatter: axisFormat(data) }, splitLine: { lineStyle: { color: colour.line } } },
    series: [series],
  };
}

const drawn = new Map();

function draw(place) {
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(optionsOf(data));
  drawn.set(place, { chart, data });
}

function drawAll() {
  if (!window.echarts) return;
  for (const [place, { chart }] of drawn) {
    if (!place.isConnected) { chart.dispose(); drawn.delete(place); }
  }
  for (const place of document.querySelectorAll("[data-chart]")) {
    if (!drawn.has(place)) draw(place);
  }
}

function recolour() {
  for (const { chart, data } of drawn.values()) chart.setOption(optionsOf(data));
}

function pickDays(event) {
  const form = event.target.closest("[data-period-form]");
  if (!form) return;
  if (["from", "to"].includes(event.target.name)) form.elements.period.value = "custom";
}

addEventListener("resize", () => { for (const { chart } of drawn.values()) chart.resize(); });
// Before htmx hears of the change.
document.addEventListener("change", pickDays, true);
document.addEventListener("htmx:load", drawAll);
document.addEventListener("htmx:afterSettle", () => {
  const shown = document.querySelector("#kpi [data-window-first]");
  const form = document.querySelector("[data-period-form]");
  if (shown && form) { form.elements.from.value = shown.dataset.windowFirst; form.elements.to.value = shown.dataset.windowLast; }
});
new MutationObserver(recolour).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
drawAll();
