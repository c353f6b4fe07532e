// Keeps one version of the page, whole, so that it works without a network. `web/build.sh` fills in the two lists.
const VERSION = "@VERSION@";
const FILES = ["./", "@FILES@"];
const CACHE = `twinsync ${self.registration.scope} ${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((name) => new Request(name, { cache: "reload" })))));
});

self.addEventListener("activate", (event) => {
  const own = `twinsync ${self.registration.scope} `;
  const old = async () => {
    for (const name of await caches.keys()) if (name.startsWith(own) && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  // Other pages may live below this one.
  const place = new URL(request.url).pathname.slice(new URL(self.registration.scope).pathname.length);
  const opens = request.mode === "navigate";
  if (opens && !["", "index.html"].includes(place)) return;
  const kept = async () => {
    const cache = await caches.open(CACHE);
    const name = opens ? "./" : request;
    return (await cache.match(name, { ignoreSearch: true })) ?? fetch(request);
  };
  event.respondWith(kept());
});
