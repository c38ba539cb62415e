// Talking to the server in JSON. Whatever goes wrong comes out as one kind of error with a code to decide on:
//   offline   nothing answered (no network, server gone)      timeout   no answer in time
//   otherwise the server's own code (conflict, invalid, not-allowed, …), or "http" where it gave none.

export class RequestError extends Error {
  constructor(code, message, { status = 0, details = {} } = {}) {
    super(message);
    this.name = "RequestError";
    this.code = code;
    this.status = status;
    this.details = details;
  }

  /** Sending the same again later may work: nothing was refused for what it says. */
  get isTransient() {
    return ["offline", "timeout"].includes(this.code) || this.status === 429 || this.status >= 500;
  }
}

const MESSAGES = {
  offline: "The server does not answer. What you typed is kept on this device.",
  timeout: "The server takes too long to answer. What you typed is kept on this device.",
  http: "The server answered with something unexpected.",
};

const csrfToken = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";

/** Sends one request and returns the parsed JSON (null for an empty answer). Throws RequestError. An answer that is no
 *  error is told to the window as "answered". */
export async function request(method, url, { data, timeout = 15000, signal, headers = {}, keepalive = false } = {}) {
  const limit = AbortSignal.timeout(timeout);
  let response;
  try {
    response = await fetch(url, {
      method,
      credentials: "same-origin",
      keepalive,
      headers: {
        Accept: "application/json",
        ...(data === undefined ? {} : { "Content-Type": "application/json" }),
        ...(method === "GET" ? {} : { "X-CSRFToken": csrfToken() }),
        ...headers,
      },
      body: data === undefined ? undefined : JSON.stringify(data),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const said = await answer(response);
    dispatchEvent(new Event("answered"));
    return said;
  } catch (error) {
    if (error instanceof RequestError) throw error;
    if (signal?.aborted) throw new RequestError("aborted", "Cancelled.");
    const code = limit.aborted ? "timeout" : "offline";
    throw new RequestError(code, MESSAGES[code]);
  }
}

/** The answer's JSON, or a RequestError made of `{code, message, details}` as the server sends them. */
async function answer(response) {
  if (response.status === 204 || response.status === 304) return null;
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  const body = isJson ? await response.json() : null;
  if (response.ok && isJson && !response.redirected) return body;
  if (response.redirected || response.status === 401) {
    throw new RequestError("signed-out", "You were signed out. Sign in again; what you typed is kept on this device.", {
      status: 401,
    });
  }
  const said = body?.error ?? body ?? {};
  throw new RequestError(said.code ?? "http", said.message ?? MESSAGES.http, {
    status: response.status,
    details: said.details ?? {},
  });
}

export const getJSON = (url, options) => request("GET", url, options);
export const postJSON = (url, data = {}, options = {}) => request("POST", url, { ...options, data });

/** Tells `listener(isOnline)` when the browser notices the network going or coming back. Returns a stop function. */
export function watchOnline(listener) {
  const on = () => listener(true);
  const off = () => listener(false);
  addEventListener("online", on);
  addEventListener("offline", off);
  return () => {
    removeEventListener("online", on);
    removeEventListener("offline", off);
  };
}
