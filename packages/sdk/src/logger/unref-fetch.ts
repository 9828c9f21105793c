import type { Agent, IncomingMessage } from 'node:http';

/** Makes the `fetch` for a trainer: in Node one whose requests do not keep the process alive, elsewhere the global one. */
export async function createUnrefFetch(protocol: string): Promise<typeof fetch> {
  const isNode = typeof process !== 'undefined' && process.versions?.node !== undefined && !('bun' in process.versions);
  if (!isNode || 'Deno' in globalThis) return fetch;
  const http = protocol === 'https:' ? await import('node:https') : await import('node:http');
  // Node's own fetch holds the process open while a request is under way, and offers no way to change that.
  const agent: Agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
  return async (input, init) => {
    const request = new Request(input, init);
    const body = Buffer.from(await request.arrayBuffer());
    const headers = { ...Object.fromEntries(request.headers), 'content-length': body.byteLength };
    const send = (isRepeat: boolean) =>
      new Promise<Response>((resolve, reject) => {
        const outgoing = http.request(request.url, { agent, method: request.method, headers, signal: request.signal });
        outgoing.on('socket', (socket) => socket.unref());
        // The server may close an idle connection while the event loop is busy training, which then looks like an outage.
        outgoing.on('error', (error: NodeJS.ErrnoException) => {
          if (outgoing.reusedSocket && error.code === 'ECONNRESET' && !isRepeat) resolve(send(true));
          else reject(error);
        });
        outgoing.on('response', (incoming) => readResponse(incoming).then(resolve, reject));
        outgoing.end(body);
      });
    return send(false);
  };
}

async function readResponse(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const status = incoming.statusCode ?? 0;
  const isBodyless = status === 204 || status === 205 || status === 304;
  return new Response(isBodyless ? null : Buffer.concat(chunks), { status, headers });
}
