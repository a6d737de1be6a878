// A real reading system (epub.js in Chromium) opens an EPUB as a reader does: every file of the
// spine, every entry of the contents, every note and its way back, every page of print.
//
//   node reader.js BOOK.epub FOLDER [SCREENSHOT]
//
// FOLDER holds the node_modules of epub.js and of puppeteer-core, one beside the other. What it
// did and what was wrong is printed as JSON.
"use strict";
const fs = require("fs");
const path = require("path");

const [book, folder, shots] = process.argv.slice(2);
const modules = (name) => path.resolve(folder, name, "node_modules");
const puppeteer = require(path.join(modules("ace"), "puppeteer-core"));

// Runs in the page.
async function read(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const book = ePub(bytes.buffer);
  await book.ready;
  const faults = [];
  const rendition = book.renderTo("screen", { width: 390, height: 700, flow: "paginated" });
  await rendition.display();
  const spine = book.spine.spineItems;
  const texts = new Map();
  for (const item of spine) {
    try {
      await rendition.display(item.href);
      const shown = rendition.getContents()[0];
      if (!shown || !shown.document.body) faults.push(`${item.href}: nothing is shown`);
      const loaded = await book.load(item.url);
      texts.set(item.href, loaded);
    } catch (error) {
      faults.push(`${item.href}: ${error}`);
    }
  }
  // An address from a file to the document and element it leads to.
  const find = (href, from) => {
    const [file, id] = href.split("#");
    const name = file === "" ? from : new URL(file, `http://x/${from}`).pathname.slice(1);
    const text = texts.get(name);
    if (!text) return null;
    return id === undefined ? text.documentElement : text.getElementById(decodeURIComponent(id));
  };
  const counts = { spine: spine.length, toc: 0, pages: 0, notes: 0, landmarks: 0 };
  const nav = book.packaging.navPath;
  const entries = [];
  const walk = (items) => items.forEach((item) => (entries.push(item.href), walk(item.subitems || [])));
  walk(book.navigation.toc);
  for (const href of entries) {
    counts.toc += 1;
    // A contents page that is no page of the book is still its navigation.
    if (!find(href, nav) && !href.startsWith(nav)) faults.push(`contents: ${href} leads nowhere`);
    else if (counts.toc <= 40) await rendition.display(href);
  }
  for (const mark of book.navigation.landmarks) {
    counts.landmarks += 1;
    if (!find(mark.href, nav) && !mark.href.startsWith(nav)) faults.push(`landmark: ${mark.href} leads nowhere`);
  }
  let before = null;
  for (const page of book.pageList.pageList || []) {
    counts.pages += 1;
    const at = find(page.href, nav);
    if (!at && page.href.startsWith(nav)) continue;
    if (!at || at.getAttribute("role") !== "doc-pagebreak") faults.push(`page ${page.page}: ${page.href}`);
    else if (before && before.ownerDocument === at.ownerDocument) {
      const order = before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (!order) faults.push(`page ${page.page} stands before the one before it`);
    }
    before = at;
  }
  for (const [name, text] of texts) {
    for (const call of text.querySelectorAll("[role=doc-noteref]")) {
      counts.notes += 1;
      const note = find(call.getAttribute("href"), name);
      if (!note || note.textContent.trim() === "") faults.push(`${name}: a note leads nowhere`);
      const back = note && note.querySelector("[role=doc-backlink]");
      if (!back) faults.push(`${name}: no way back from a note`);
    }
    for (const link of text.querySelectorAll("a[href]")) {
      const href = link.getAttribute("href");
      if (!/^[a-z]+:/i.test(href) && !find(href, name) && !href.includes(nav)) {
        faults.push(`${name}: ${href} leads nowhere`);
      }
    }
  }
  return { counts, faults };
}

(async () => {
  const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH || "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu"],
    protocolTimeout: 600000,
  });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(`script: ${error.message}`));
    await page.setContent("<!DOCTYPE html><html><body><div id='screen'></div></body></html>");
    await page.addScriptTag({ path: path.join(modules("reader"), "jszip/dist/jszip.min.js") });
    await page.addScriptTag({ path: path.join(modules("reader"), "epubjs/dist/epub.min.js") });
    const result = await page.evaluate(read, fs.readFileSync(book).toString("base64"));
    if (shots) await page.screenshot({ path: shots });
    result.faults.push(...errors);
    console.log(JSON.stringify(result));
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
