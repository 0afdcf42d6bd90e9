// Someone without a browser: requests as they go over the wire, with the session's cookie and the form's token. For what
// must happen often or at a precise moment.

const tokenOf = (html) => /name="csrf" value="(\w+)"/.exec(html)?.[1] ?? "";

export class Wire {
  constructor(address) {
    this.address = address;
    this.cookie = "";
  }

  async ask(path, options = {}) {
    const headers = { "accept-language": "id", ...(this.cookie ? { cookie: this.cookie } : {}) };
    const answer = await fetch(`${this.address}${path}`, { redirect: "manual", ...options, headers });
    const session = answer.headers.getSetCookie().find((cookie) => cookie.startsWith("sesi="));
    if (session) this.cookie = session.split(";")[0];
    return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
  }

  /** Sends a form; the token is taken from `page`. A field that is a `File` makes it an upload. */
  async post(path, page, fields = {}) {
    const csrf = tokenOf((await this.ask(page)).text);
    const upload = Object.values(fields).some((value) => value instanceof File);
    const body = upload ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries({ csrf, ...fields })) body.append(name, value);
    return this.ask(path, { method: "POST", body });
  }

  /** Signs in to the demonstration. */
  async signIn(login) {
    const answer = await this.post("/masuk/contoh", "/masuk", { nama: login });
    if (answer.status !== 303) throw new Error(`${login} was not let in: ${answer.status}`);
    return this;
  }

  /** Uploads answers to a sheet as CSV; the path of the preview. */
  async upload(sheet, csv) {
    const file = new File([csv], "jawaban.csv", { type: "text/csv" });
    const answer = await this.post("/impor/berkas", "/impor", { lembar: sheet, berkas: file });
    return { ...answer, preview: answer.location };
  }

  /** Looks at a preview; gives what saves it, to be called at the right moment. */
  async look(preview) {
    const { text } = await this.ask(preview);
    const terlihat = /name="terlihat" value="(\w+)"/.exec(text)?.[1] ?? "";
    const body = new URLSearchParams({ csrf: tokenOf(text), terlihat });
    return () => this.ask(`${preview}/simpan`, { method: "POST", body });
  }
}
