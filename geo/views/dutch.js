// Streamlit's own texts in Dutch. It offers no setting for them, so they are replaced where they
// appear: whole texts only, and never what a person typed or a file holds.
(function () {
  const words = {
    "Upload": "Bestand kiezen",
    "Add files": "Bestanden toevoegen",
    "file upload": "Bestand kiezen",
    "Increment": "Verhogen",
    "Decrement": "Verlagen",
    "add icon": "toevoegen",
    "Error:": "Fout:",
    "Drag and drop a file here": "Sleep een bestand hierheen",
    "Drag and drop file here": "Sleep een bestand hierheen",
    "No results": "Niets gevonden",
    "Choose an option": "Maak een keuze",
    "Running...": "Bezig …",
    "RUNNING...": "BEZIG …",
    "Stop": "Stoppen",
    "Connecting": "Verbinden",
    "CONNECTING": "VERBINDEN",
    "Connection error": "Geen verbinding",
    "Connection lost": "Verbinding verbroken",
    "Sort ascending": "Oplopend sorteren",
    "Sort descending": "Aflopend sorteren",
    "Format": "Opmaak",
    "Autosize": "Breedte aanpassen",
    "Pin column": "Kolom vastzetten",
    "Unpin column": "Kolom losmaken",
    "Hide column": "Kolom verbergen",
    "Statistics": "Cijfers",
    "Copy column name": "Kolomnaam kopiëren",
    "Clear value": "Leegmaken",
    "Open": "Openen",
    "Close": "Sluiten",
    "Remove file": "Bestand weghalen",
    "Open sidebar": "Filters tonen",
    "Collapse sidebar": "Filters verbergen",
    "Expand sidebar": "Filters tonen",
    "Close sidebar": "Filters verbergen",
    "Search": "Zoeken",
    "Fullscreen": "Volledig scherm",
    "Close fullscreen": "Volledig scherm sluiten",
    "Skip to main content": "Naar de inhoud",
    "Notifications": "Berichten",
    "Show/hide columns": "Kolommen kiezen",
    "Show data": "Cijfers tonen",
    "Show chart": "Grafiek tonen",
    "Sidebar": "Filters",
    "App pages": "Pagina's",
    "Link to heading": "Link naar deze kop",
    "yyyy": "jjjj",
    "Previous month": "Vorige maand",
    "Next month": "Volgende maand",
    "streamlit_folium.st_folium": "Kaart",
    "Main menu": "Hoofdmenu",
    "Page not found": "Deze pagina is er niet",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "Het adres noemt een pagina die hier niet is. U ziet daarom de eerste pagina.",
    "Oh no.": "Er ging iets mis.",
    "Streamlit server is not responding. Are you connected to the internet?":
      "De server antwoordt niet. Hebt u verbinding met het netwerk?",
    "Error running app.": "De pagina kon niet worden getoond.",
  };
  const patterns = [
    [/^(.+) icon$/, () => "pictogram"],
    [/^(\d+) more$/, (_, count) => `nog ${count}`],
    [/^Choose date(.*)$/, (_, rest) => `Kies een dag${rest}`],
    [/^(day|month|year), (.+)$/, (_, part, field) =>
      `${{day: "dag", month: "maand", year: "jaar"}[part]}, ${field}`],
    [/^(\d+) more$/, (_, pages) => `nog ${pages}`],
    [/^Help for (.+)$/, (_, field) => `Uitleg bij ${field}`],
    [/^Show\/hide columns: (.+)$/, (_, table) => `Kolommen kiezen: ${table}`],
    [/^Download as (\w+)(.*)$/, (_, kind, rest) => `Opslaan als ${kind}${rest}`],
    [/^Show data: (.+)$/, (_, chart) => `Cijfers tonen: ${chart}`],
    [/^Search: (.+)$/, (_, table) => `Zoeken: ${table}`],
    [/^Fullscreen: (.+)$/, (_, table) => `Volledig scherm: ${table}`],
    [/^([\d,]+) options? available\.$/, (_, count) =>
      `${count.replaceAll(",", ".")} ${count === "1" ? "keuze" : "keuzes"} beschikbaar.`],
    [/^([\d.]+)\s?MB per file$/, (_, size) => `Tot ${size} MB`],
    [/^Remove (.+)$/, (_, chosen) => `${chosen} weghalen`],
    [/^(\d+)\.(\d)(B|KB|MB|GB)$/, (_, whole, part, unit) =>
      `${part === "0" ? whole : `${whole},${part}`} ${unit}`],
    [/^File must be (\d+)(?:\.0)?\s?MB or smaller\.$/, (_, size) =>
      `Een bestand mag niet groter zijn dan ${size} MB.`],
    [/^.*files are not allowed\.$/, () => "Dit soort bestand kan niet worden gelezen."],
    [/^This app has encountered an error\..*$/s, () =>
      "Er ging iets mis. Laad de pagina opnieuw; blijft het misgaan, meld het de beheerder."],
  ];
  const attributes = ["aria-label", "title", "placeholder"];

  function translate(text) {
    const trimmed = text.trim();
    if (Object.hasOwn(words, trimmed)) return text.replace(trimmed, words[trimmed]);
    for (const [pattern, dutch] of patterns) {
      if (pattern.test(trimmed)) return trimmed.replace(pattern, dutch);
    }
    return text;
  }

  function visit(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const dutch = translate(node.nodeValue);
      if (dutch !== node.nodeValue) node.nodeValue = dutch;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.closest("td, th, pre, code")) return;
    for (const name of attributes) {
      const text = node.getAttribute(name);
      if (text && translate(text) !== text) node.setAttribute(name, translate(text));
    }
    node.childNodes.forEach(visit);
  }

  document.documentElement.lang = "nl";
  if (window.hotspotkaartDutch) return;
  window.hotspotkaartDutch = new MutationObserver((changes) => {
    for (const change of changes) {
      visit(change.target);
      change.addedNodes.forEach(visit);
    }
  });
  visit(document.body);
  window.hotspotkaartDutch.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: attributes,
  });
})();
