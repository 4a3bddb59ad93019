// Remembers in a cookie of this browser on which day it opened a link, and on which day before
// that: days of links and nothing else. Called by `blocks/visits.py`.
function noteVisit(link, today) {
  const name = "hotspotkaart-bezoek";
  const most = 50;
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  const visits = (found ? found.slice(name.length + 1) : "")
    .split("_")
    .filter((visit) => /^[0-9a-f]{10}(\.\d{8}){1,2}$/.test(visit));
  const [, last, former] = (visits.find((visit) => visit.startsWith(link)) || "").split(".");
  // Twice on one day is one visit: a page that is loaded anew must not lose its news.
  const before = last === today ? former : last;
  const others = visits.filter((visit) => !visit.startsWith(link));
  const visit = [link, today, before].filter(Boolean).join(".");
  const safe = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${[...others, visit].slice(-most).join("_")}`
    + `; path=/; max-age=31536000; samesite=strict${safe}`;
}
