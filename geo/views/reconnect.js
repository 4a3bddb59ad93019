// A server that was started again knows nothing of this window, and Streamlit asks it for nothing
// before somebody chooses something: that choice would be lost. So ask as soon as it is back.
(function () {
  if (window.hotspotkaartBack) return;
  const app = document.querySelector("[data-testid=stApp]");
  let lost = false;
  window.hotspotkaartBack = new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED";
    if (connected && lost) window.dispatchEvent(new PopStateEvent("popstate"));
    lost = !connected;
  });
  window.hotspotkaartBack.observe(app, {
    attributes: true,
    attributeFilter: ["data-test-connection-state"],
  });
})();
