// A plain static host, as any would do: the page lies under a sub-path. Where a copy in brotli lies beside a file, it sends that.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".json": "application/json" };

/** Serves a folder under `prefix`; the promise holds the address and the way to stop. */
export function serve(folder, prefix = "/some/where/") {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    const name = path.startsWith(prefix) ? normalize(path.slice(prefix.length) || "index.html") : "..";
    const file = join(folder, name);
    try {
      if (name.startsWith("..")) throw new Error("outside");
      const packed = /\bbr\b/.test(request.headers["accept-encoding"]) && existsSync(`${file}.br`);
      const sent = packed ? `${file}.br` : file;
      const headers = { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Length": statSync(sent).size };
      response.writeHead(200, packed ? { ...headers, "Content-Encoding": "br" } : headers);
      createReadStream(sent).pipe(response);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve({ address: `http://127.0.0.1:${server.address().port}${prefix}`, stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) });
    });
  });
}
