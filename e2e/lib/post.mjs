// A mail server on loopback that speaks just enough SMTP (RFC 5321) to take mails; it can be told to fall silent.

import { EventEmitter, once } from "node:events";
import { createServer } from "node:net";

const PATIENCE = 30_000;

export async function openPost() {
  const mails = [];
  const arrivals = new EventEmitter();
  const post = { mails, silent: false };
  /** Waits until so many have come. */
  post.come = async (n) => {
    while (mails.length < n) await once(arrivals, "mail", { signal: AbortSignal.timeout(PATIENCE) });
  };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (post.silent) return;
    socket.setEncoding("utf8");
    let [held, text] = ["", null];
    const say = (line) => socket.write(`${line}\r\n`);
    say("220 post.contoh");
    const hear = (line) => {
      if (text !== null) {
        if (line !== ".") return text.push(line);
        mails.push(text.join("\n"));
        arrivals.emit("mail");
        text = null;
        return say("250 taken");
      }
      if (/^EHLO|^HELO/i.test(line)) return say("250 post.contoh");
      if (/^DATA/i.test(line)) {
        text = [];
        return say("354 go on");
      }
      if (/^QUIT/i.test(line)) return socket.end("221 bye\r\n");
      say("250 ok");
    };
    socket.on("data", (data) => {
      held += data;
      const lines = held.split("\r\n");
      held = lines.pop();
      lines.forEach(hear);
    });
  });
  await new Promise((open) => server.listen(0, "127.0.0.1", open));
  post.address = `smtp://127.0.0.1:${server.address().port}`;
  post.close = () => server.close();
  return post;
}
