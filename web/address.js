// Addresses of this page: where a link's query stands, and how long it may be.

/** Many hosts refuse a longer request; what follows `#` they never see. */
const MOST_IN_QUERY = 6000;

/** What the address asks for. */
export function asked(where) {
  return [where.search.slice(1), where.hash.slice(1)].filter((part) => part.includes("=")).join("&");
}

/** The address of this page with a query; a long run goes behind the `#`. */
export function address(query, where = location) {
  const page = where.origin + where.pathname;
  if (query.length <= MOST_IN_QUERY) return `${page}?${query}`;
  const parts = query.split("&");
  const run = parts.filter((part) => part.startsWith("run="));
  return `${page}?${parts.filter((part) => !part.startsWith("run=")).join("&")}#${run.join("&")}`;
}

/** The same query for another moment. */
export function withMoment(query, t_s) {
  if (t_s === undefined) return query;
  const parts = query.split("&").filter((part) => !part.startsWith("t="));
  const at = Math.max(0, parts.findIndex((part) => part.startsWith("run=")));
  parts.splice(at, 0, `t=${t_s}`);
  return parts.join("&");
}
