// node check-pages.mjs PACK_DIRECTORY OUTPUT_DIRECTORY [BELOW…]: opens every page of an unpacked evidence pack, or those whose path
// begins with one of BELOW, from file:// in Debian's Chromium. Fails where axe-core finds anything (WCAG 2.2 A and AA, best practice),
// where a link leads nowhere, where the page asks for anything but itself, or where something is cut off or must be scrolled sideways:
// at 320 pixels, with text twice as large, in print. Screenshots and the printed pages stay in OUTPUT_DIRECTORY.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [pack, output] = process.argv.slice(2, 4).map((folder) => path.resolve(folder));
const below = process.argv.slice(4);
const browserPath = process.env.TYST_BROWSER ?? "/usr/bin/chromium";
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const a4 = { width: 680, height: 986 }; // what is left of the paper between margins of 15 and 18 mm, at 96 dots an inch
const tallest = 3600; // of a screenshot: the beginning of a long page is enough for the eye

let modules;
try {
  modules = { chromium: require("playwright-core").chromium, axe: fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8") };
} catch (error) {
  stop(`npm packages are missing: run tools/install test (${error.message.split("\n")[0]})`);
}
if (!fs.existsSync(browserPath)) stop(`${browserPath} is missing: run tools/install test`);

function stop(reason) {
  console.error(`check-pages: ${reason}`);
  process.exit(1);
}

const faults = [];
function fault(name, what) {
  faults.push(`${name}: ${what}`);
}

function pagesBelow(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: false })
    .map(String).filter((name) => name.endsWith(".html"))
    .filter((name) => below.length === 0 || below.some((start) => name.startsWith(start))).sort();
}

async function checkWithAxe(page, name, state) {
  await page.evaluate(modules.axe);
  const found = await page.evaluate((wanted) => window.axe.run(document, { runOnly: wanted }), tags);
  // axe cannot tell what lies behind the letters of a drawing; check-panel.py computes their contrast.
  const overDrawing = (node) => node.html.startsWith("<text");
  const incomplete = found.incomplete
    .map((one) => (one.id === "color-contrast" ? { ...one, nodes: one.nodes.filter((node) => !overDrawing(node)) } : one))
    .filter((one) => one.nodes.length > 0);
  for (const one of [...found.violations, ...incomplete]) {
    const places = one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ");
    fault(name, `${state}: axe ${one.id} (${one.help}), ${one.nodes.length} times: ${places}`);
  }
  return found.passes.length;
}

// What lies outside of its box: the whole page sideways, and in print, where nobody can scroll, anything at all.
async function checkNothingIsCut(page, name, state, printed) {
  const cut = await page.evaluate((strict) => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} pixels wide, ${root.clientWidth} are shown`);
    for (const element of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      const hidden = element.closest(".hidden, .skip") !== null;
      const forTheEar = style.position === "absolute" && element.clientWidth <= 1; // heard by a screen reader, not seen
      if (hidden || forTheEar || style.display === "inline" || element.clientWidth === 0) continue;
      const wider = element.scrollWidth > element.clientWidth + 1;
      const scrolls = ["auto", "scroll"].includes(style.overflowX);
      const clips = ["hidden", "clip"].includes(style.overflowX);
      if (wider && (clips || (strict && scrolls))) found.push(`${element.tagName} ${element.id || element.className} is cut`);
      if (strict && element.getBoundingClientRect().right > root.clientWidth + 1) {
        found.push(`${element.tagName} ${element.id || element.className} leaves the paper`);
      }
    }
    return found.slice(0, 5);
  }, printed);
  for (const one of cut) fault(name, `${state}: ${one}`);
}

async function checkLinks(page, name, file) {
  const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href));
  for (const link of new Set(links)) {
    const [address, place] = link.split("#");
    if (!address.startsWith("file:")) {
      fault(name, `a link leads out of the pack: ${link}`);
      continue;
    }
    const target = fileURLToPath(address);
    if (!target.startsWith(pack + path.sep)) fault(name, `a link leads out of the pack: ${link}`);
    else if (!fs.existsSync(target)) fault(name, `a link leads to no file: ${path.relative(pack, target)}`);
    else if (place && !idsOf(target).has(decodeURIComponent(place))) {
      fault(name, `a link leads to no place: ${path.relative(pack, target)}#${place}`);
    }
  }
  return links.length;
}

const known = new Map();
function idsOf(file) {
  if (!known.has(file)) {
    known.set(file, new Set([...fs.readFileSync(file, "utf8").matchAll(/ id="([^"]*)"/g)].map((match) => match[1])));
  }
  return known.get(file);
}

async function shoot(page, name, state) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize();
  await page.screenshot({
    path: path.join(output, `${name}.${state}.png`), fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, tallest) },
  });
}

const wide = { width: 1280, height: 900 };

async function openPage(browser, file, name) {
  const page = await browser.newPage({ viewport: wide });
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(file).href) fault(name, `asks for ${request.url()}`);
  });
  page.on("console", (message) => fault(name, `the browser says: ${message.text()}`));
  await page.goto(pathToFileURL(file).href);
  return page;
}

async function checkPage(browser, browserWithLargeText, relative) {
  const file = path.join(pack, relative);
  const name = relative.replaceAll(path.sep, "-").replace(/\.html$/, "");
  const page = await openPage(browser, file, name);
  const passed = await checkWithAxe(page, name, "wide");
  const links = await checkLinks(page, name, file);
  await checkNothingIsCut(page, name, "wide", false);
  await shoot(page, name, "wide");

  await page.setViewportSize({ width: 320, height: 640 });
  await checkNothingIsCut(page, name, "320 pixels", false);
  await checkWithAxe(page, name, "320 pixels");
  await shoot(page, name, "320");

  const larger = await openPage(browserWithLargeText, file, name);
  await checkNothingIsCut(larger, name, "text at 200 %", false);
  await checkWithAxe(larger, name, "text at 200 %");
  await shoot(larger, name, "200");
  await larger.close();

  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(a4);
  await checkNothingIsCut(page, name, "in print", true);
  await shoot(page, name, "print");
  await page.pdf({ path: path.join(output, `${name}.pdf`), preferCSSPageSize: true, tagged: true });
  await page.close();
  console.log(`${relative}: ${passed} rules passed, ${links} links`);
}

fs.mkdirSync(output, { recursive: true });
const pages = pagesBelow(pack);
if (pages.length === 0) stop(`${pack} has no pages`);
function launch(...settings) {
  const sandbox = process.getuid() === 0 ? ["--no-sandbox"] : [];
  return modules.chromium.launch({ executablePath: browserPath, args: [...sandbox, ...settings] })
    .catch((error) => stop(`${browserPath} does not start: ${error.message.split("\n")[0]}`));
}
const browser = await launch();
// As a reader sets it in the browser, where it changes the widths at which a page is laid out anew, too.
const browserWithLargeText = await launch("--blink-settings=defaultFontSize=32,defaultFixedFontSize=26");
for (const relative of pages) await checkPage(browser, browserWithLargeText, relative);
await browser.close();
await browserWithLargeText.close();
for (const one of faults) console.error(`check-pages: ${one}`);
if (faults.length > 0) stop(`${faults.length} faults in ${pages.length} pages`);
console.log(`${pages.length} pages: nothing found`);
