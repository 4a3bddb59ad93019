// Draws on a Leaflet map what Python laid out as data (see maps.py). Every text in that data is
// escaped there; none is made here. One map to a window.
window.hotspotkaart = (() => {
  const still = { interactive: false };
  const FEW = 10;
  const MANY = 100;
  const GIVE_UP_AFTER = 4;
  const grounds = [];
  let theMap = null;
  let streetLayer = null;
  let outlineLayer = null;
  let rankLayer = null;
  let hasBackground = false;
  let lookedAt = null;

  function furnish(map, { words, attribution, fills }) {
    theMap = map;
    // st_folium counts clicks from 0 and tells the page that it starts with none: the difference
    // would run the page once more at every load.
    if (window.__GLOBAL_DATA__) window.__GLOBAL_DATA__.last_object_clicked_count = null;
    // Folium forbids a phone to enlarge the text of the map.
    document.querySelectorAll("meta[name=viewport]").forEach((meta) => {
      meta.content = "width=device-width, initial-scale=1";
    });
    const frame = map.getContainer();
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", words.map);
    // Leaflet focuses the map at the press of a button. Where it is partly out of sight the page
    // would scroll to it, and the click miss what it was meant for.
    frame.focus = () => HTMLElement.prototype.focus.call(frame, { preventScroll: true });
    frame.insertAdjacentHTML("beforeend", defineFills(fills));
    // From below upwards: tiles, areas, streets, and all that changes.
    map.createPane("hk-areas").style.zIndex = 250;
    map.createPane("hk-streets").style.zIndex = 260;
    map.createPane("hk-counts").style.zIndex = 350;
    // To tab past each heap of incidents would take long; the keys of the map itself zoom too.
    L.MarkerCluster.mergeOptions({ keyboard: false });
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, position: "topright" }).addTo(map);
    map.attributionControl.setPrefix(false).addAttribution(attribution);
  }

  function defineFills(fills) {
    const patterns = fills.map(({ id, colour, gap, ink, crossed }) => {
      const size = gap || 1;
      const line = `M0 0V${size}${crossed ? `M0 0H${size}` : ""}`;
      return `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse"` +
        ` patternTransform="rotate(45)"><rect width="${size}" height="${size}" fill="${colour}"/>` +
        `<path d="${line}" stroke="${ink}" stroke-width="2"/></pattern>`;
    });
    return `<svg class="hk-fills" aria-hidden="true"><defs>${patterns.join("")}</defs></svg>`;
  }

  function showBackground(map, { url, attribution, failed }) {
    let drawn = 0;
    let errors = 0;
    const tiles = L.tileLayer(url, {
      attribution, maxZoom: map.options.maxZoom, referrerPolicy: "no-referrer",
    });
    tiles.on("tileload", () => { drawn += 1; });
    tiles.on("tileerror", () => {
      errors += 1;
      if (drawn || errors !== GIVE_UP_AFTER) return;
      map.removeLayer(tiles);
      grounds.forEach(({ layer, style }) => layer.setStyle(style));
      showNote(map, failed);
    });
    hasBackground = true;
    tiles.addTo(map);
  }

  function showNote(map, text) {
    const note = L.control({ position: "bottomleft" });
    note.onAdd = () => {
      const box = L.DomUtil.create("div", "hk-note");
      box.setAttribute("role", "status");
      box.innerHTML = text;
      return box;
    };
    note.addTo(map);
  }

  // Ground lets a background through, where there is one.
  function drawGround(parent, { shapes, style, clear }) {
    const shown = hasBackground ? { ...style, fillOpacity: clear } : style;
    const layer = L.geoJSON(shapes, { ...still, pane: "hk-areas", style: shown });
    grounds.push({ layer, style });
    parent.addLayer(layer);
  }

  function drawEdges(parent, { shapes, style, ground }) {
    const pane = ground ? "hk-areas" : "overlayPane";
    parent.addLayer(L.geoJSON(shapes, { ...still, pane, style }));
  }

  function drawLabels(parent, { rows, look }) {
    rows.forEach(([lat, lon, html]) => {
      const icon = L.divIcon({ html, iconSize: [0, 0], className: look });
      parent.addLayer(L.marker([lat, lon], { ...still, icon, keyboard: false }));
    });
  }

  // Kept aside until somebody wants to see them: they are too many to be sent with every choice.
  function keepStreets(map, { kinds, scale }) {
    const options = { ...still, pane: "hk-streets" };
    streetLayer = L.featureGroup(kinds.map(({ lines, style }) =>
      L.polyline(lines.map((line) => unpack(line, scale)), { ...options, ...style })));
  }

  function unpack(line, scale) {
    const places = [];
    let lon = 0;
    let lat = 0;
    for (let at = 0; at < line.length; at += 2) {
      lon += line[at];
      lat += line[at + 1];
      places.push([lat / scale, lon / scale]);
    }
    return places;
  }

  function showStreets(parent) {
    if (streetLayer) parent.addLayer(streetLayer);
  }

  function drawOutlines(parent, { shapes }) {
    outlineLayer = L.geoJSON(shapes, {
      style: (feature) => feature.properties.style,
      onEachFeature: (feature, layer) => layer.bindTooltip(feature.properties.label),
    });
    parent.addLayer(outlineLayer);
  }

  function drawRanks(parent, { shapes }) {
    rankLayer = L.geoJSON(shapes, {
      pointToLayer: ({ properties }, place) => L.marker(place, {
        icon: L.divIcon({
          html: `<b aria-label="${properties.label}">${properties.rank}</b>`,
          iconSize: [24, 24],
          iconAnchor: [12, 24],
          className: properties.chance ? "hk-rank hk-chance" : "hk-rank",
        }),
        keyboard: false,
        zIndexOffset: 1000,
      }),
    });
    parent.addLayer(rankLayer);
  }

  // Each place with the numbers of all visits to it, side by side.
  function drawStops(parent, { shapes }) {
    rankLayer = L.geoJSON(shapes, {
      pointToLayer: ({ properties }, place) => L.marker(place, {
        icon: L.divIcon({
          html: `<span>${properties.html}</span>`, iconSize: [0, 0], className: "hk-stop",
        }),
        keyboard: false,
        zIndexOffset: 1000,
      }),
      onEachFeature: (feature, layer) => layer.bindTooltip(feature.properties.label),
    });
    parent.addLayer(rankLayer);
  }

  // Among the outlines and ranks that were drawn just before.
  function markChosen(parent, { id, style }) {
    const chosen = (layer) => layer.feature.properties.id === id;
    outlineLayer?.getLayers().filter(chosen).forEach((layer) => {
      layer.setStyle(style).bringToFront();
    });
    rankLayer?.getLayers().filter(chosen).forEach(({ options }) => {
      options.icon.options.className += " hk-chosen";
    });
  }

  function drawPoints(parent, { rows, ids }) {
    const clusters = L.markerClusterGroup({
      maxClusterRadius: 40, showCoverageOnHover: false, iconCreateFunction: drawCluster,
    });
    clusters.addLayers(rows.map(([lat, lon, text, hotspot]) => {
      const point = L.circleMarker([lat, lon], {
        radius: 3, weight: 1, color: "#26323c", fillColor: "#5b6b79", fillOpacity: 0.8,
      });
      // A click on an incident is a click on its hotspot.
      point.feature = { type: "Feature", properties: { id: ids[hotspot] ?? null } };
      return point.bindTooltip(text);
    }));
    parent.addLayer(clusters);
  }

  // Places that can be chosen with a click, few enough to be drawn one by one.
  function drawPlaces(parent, { rows }) {
    const layers = rows.map(([lat, lon, text, id]) => {
      const place = L.circleMarker([lat, lon], {
        radius: 5, weight: 2, color: "#006d4f", fillColor: "#ffffff", fillOpacity: 0.9,
      });
      place.feature = { type: "Feature", properties: { id } };
      return place.bindTooltip(text);
    });
    parent.addLayer(L.featureGroup(layers));
  }

  function drawCluster(cluster) {
    const count = cluster.getChildCount();
    const size = count < FEW ? 18 : count < MANY ? 22 : 28;
    return L.divIcon({
      html: `<span>${count}</span>`, className: "hk-cluster", iconSize: [size, size],
    });
  }

  // Each incident in the mark of its theme.
  function drawMarks(parent, { rows, looks, size, radius }) {
    const iconSize = [size, size];
    const clusters = L.markerClusterGroup({
      maxClusterRadius: radius,
      showCoverageOnHover: false,
      iconCreateFunction: (cluster) => L.divIcon({
        html: `<span>${cluster.getChildCount()}</span>`, className: "hk-cluster", iconSize,
      }),
    });
    clusters.addLayers(rows.map(([lat, lon, number, text]) => {
      const icon = L.divIcon({ html: looks[number], className: "hk-incident", iconSize });
      return L.marker([lat, lon], { icon, keyboard: false }).bindTooltip(text);
    }));
    parent.addLayer(clusters);
  }

  // Cells of one size at a time: the smallest that are wide enough to be seen where people look.
  function drawCounts(parent, { levels, looks, words, scale, least }) {
    const drawn = new Map();
    const cells = L.layerGroup();
    const show = () => {
      const pixelsPerMetre = 1 / metresPerPixel();
      const fitting = levels.filter(({ side }) => side * pixelsPerMetre >= least);
      const level = fitting.at(-1) ?? levels[0];
      if (!drawn.has(level)) drawn.set(level, drawLevel(level, { looks, words, scale }));
      if (cells.hasLayer(drawn.get(level))) return;
      cells.clearLayers();
      cells.addLayer(drawn.get(level));
    };
    cells.on("add", () => { theMap.on("zoomend", show); show(); });
    cells.on("remove", () => theMap.off("zoomend", show));
    parent.addLayer(cells);
  }

  function metresPerPixel() {
    const { lat } = theMap.getCenter();
    const round = 2 * Math.PI * L.CRS.Earth.R * Math.cos(lat * Math.PI / 180);
    return round / (256 * 2 ** theMap.getZoom());
  }

  function drawLevel({ rows, where }, { looks, words, scale }) {
    const renderer = L.canvas({ pane: "hk-counts" });
    return L.layerGroup(rows.map(([count, look, ...corners]) => {
      const text = `${count.toLocaleString("nl-NL")} ${count === 1 ? words.one : words.many} ${where}`;
      return L.polygon(unpack(corners, scale), { ...looks[look], renderer, pane: "hk-counts" })
        .bindTooltip(text, { sticky: true });
    }));
  }

  function drawHeat(parent, { rows, options }) {
    parent.addLayer(L.heatLayer(rows, options));
  }

  // Once a place: after that people look where they want, until they choose another place.
  function lookAt(parent, { bounds, place }) {
    if (place === lookedAt || (lookedAt !== null && !place)) return;
    lookedAt = place;
    theMap.fitBounds(bounds, { padding: [8, 8], animate: false });
  }

  const verbs = {
    furnish, showBackground, drawGround, drawEdges, drawLabels, keepStreets, showStreets,
    drawOutlines, drawRanks, drawStops, markChosen, drawPoints, drawPlaces, drawMarks, drawCounts,
    drawHeat, lookAt,
  };
  return {
    draw: (parent, steps) => steps.forEach(([verb, data]) => verbs[verb](parent, data)),
  };
})();
